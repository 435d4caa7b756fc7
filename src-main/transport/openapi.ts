import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { type ContractErrorCode, contractErrors } from '../../src-shared/contract/errors.ts';
import { contract } from '../../src-shared/contract/index.ts';
import { orchestratorEventSchema } from '../../src-shared/schema/event.ts';
import { logLineSchema } from '../../src-shared/schema/log-line.ts';
import {
  healthReportSchema,
  serverStatusSchema,
  statusReportSchema,
} from '../../src-shared/schema/status.ts';

/** Describes all of `/api`. Loaded when somebody asks: the generator is heavy and scripts rarely read it. */
export async function openApiDocument(version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'MCP Orchestrator',
      version,
      description:
        'Everything a client can ask of the orchestrator. POST answers 202 with an operation id; the event `operation.finished` of that id tells the end.',
    },
    security: [{ token: [] }],
    components: {
      schemas: { Error: errorSchema() },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'What the file `token` in the home holds.' },
      },
    },
    commonSchemas: {
      StatusReport: { schema: statusReportSchema },
      ServerStatus: { schema: serverStatusSchema },
      HealthReport: { schema: healthReportSchema },
      Event: { schema: orchestratorEventSchema },
      LogLine: { schema: logLineSchema },
    },
    customErrorResponseBodySchema: () => ({ $ref: '#/components/schemas/Error' }),
  });
  // Whole paths, as people write them down and call them; the contract's own are relative to where it is mounted.
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [`/api${path}`, item] as const);
  return { ...document, paths: Object.fromEntries(paths) };
}

function errorSchema() {
  return {
    type: 'object' as const,
    required: ['error'],
    properties: {
      error: {
        type: 'object' as const,
        required: ['code', 'message', 'server'],
        properties: {
          code: { type: 'string' as const, examples: Object.keys(contractErrors) as ContractErrorCode[] },
          message: { type: 'string' as const, description: 'A sentence for a person.' },
          server: { type: ['string' as const, 'null' as const], description: 'The server that it is about.' },
        },
      },
    },
  };
}
