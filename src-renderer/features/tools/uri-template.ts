/** `{name}`, `{+path}`, `{?from,to}`: RFC 6570 up to its third level, and `*` and `:n` read as nothing. */
const EXPRESSION = /\{([+#./;?&]?)([^{}]{1,500})\}/g;
const MOST_VARIABLES = 50;

const namesOf = (list: string): readonly string[] =>
  list.split(',').map((each) => each.replace(/(\*|:\d+)$/, '').trim());

/** In the order of the template, each once. */
export function variablesOf(template: string): readonly string[] {
  const names = [...template.matchAll(EXPRESSION)].flatMap(([, , list = '']) => namesOf(list));
  return [...new Set(names)].filter((name) => name !== '').slice(0, MOST_VARIABLES);
}

interface Style {
  readonly first: string;
  readonly between: string;
  readonly named: boolean;
  readonly reserved: boolean;
}

const STYLES: Readonly<Record<string, Style>> = {
  '': { first: '', between: ',', named: false, reserved: false },
  '+': { first: '', between: ',', named: false, reserved: true },
  '#': { first: '#', between: ',', named: false, reserved: true },
  '.': { first: '.', between: '.', named: false, reserved: false },
  '/': { first: '/', between: '/', named: false, reserved: false },
  ';': { first: ';', between: ';', named: true, reserved: false },
  '?': { first: '?', between: '&', named: true, reserved: false },
  '&': { first: '&', between: '&', named: true, reserved: false },
};
const PLAIN: Style = { first: '', between: ',', named: false, reserved: false };

/** The address that the template makes of the values; what has none is left out. */
export function expand(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(EXPRESSION, (_, operator: string, list: string) => {
    const { first, between, named, reserved } = STYLES[operator] ?? PLAIN;
    const parts = namesOf(list).flatMap((name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (typeof value !== 'string' || value === '') return [];
      const text = encode(value, reserved);
      return [named ? `${name}=${text}` : text];
    });
    return parts.length === 0 ? '' : first + parts.join(between);
  });
}

function encode(value: string, reserved: boolean): string {
  const text = value.toWellFormed();
  return reserved ? encodeURI(text) : encodeURIComponent(text);
}
