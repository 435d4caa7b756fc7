// Not run on Windows yet: written from the Win32 documentation, tested with a library in memory.
// koffi is loaded at the first server, never at import, and whatever fails leaves the server without a job: then
// taskkill ends what it can reach.

/** The functions of kernel32 that are used; handles are opaque. */
export interface JobLibrary {
  createJob(): unknown;
  /** Kill-on-close: when our last handle goes, by whatever death of ours, so does everything in the job. */
  killOnClose(job: unknown): boolean;
  openProcess(pid: number): unknown;
  assign(job: unknown, process: unknown): boolean;
  /** PIDs in the job; null: it cannot be told. */
  members(job: unknown): readonly number[] | null;
  terminate(job: unknown): boolean;
  close(handle: unknown): void;
}

/** The job of one server: complete, as descendants cannot leave it. */
export interface Job {
  members(): readonly number[] | null;
  terminate(): void;
  close(): void;
}

export interface JobObjects {
  /** Right after the start: what the server starts before that escapes. null: no job, for whatever reason. */
  assign(pid: number): Job | null;
}

export function createJobObjects(load: () => JobLibrary, onTrouble: (error: unknown) => void): JobObjects {
  let library: JobLibrary | null | undefined;

  function loadOnce(): JobLibrary | null {
    if (library !== undefined) return library;
    try {
      library = load();
    } catch (error) {
      library = null;
      onTrouble(error); // told once; servers run without
    }
    return library;
  }

  function assignNow(kernel: JobLibrary, pid: number): Job | null {
    const job = kernel.createJob();
    if (job === null) return null;
    const process = kernel.openProcess(pid);
    const assigned = process !== null && kernel.killOnClose(job) && kernel.assign(job, process);
    if (process !== null) kernel.close(process);
    if (!assigned) {
      kernel.close(job);
      return null;
    }
    let open = true;
    return {
      members: () => (open ? kernel.members(job) : []),
      terminate() {
        if (open) kernel.terminate(job);
      },
      close() {
        if (open) kernel.close(job);
        open = false;
      },
    };
  }

  return {
    assign(pid) {
      const kernel = loadOnce();
      if (kernel === null) return null;
      try {
        return assignNow(kernel, pid);
      } catch (error) {
        library = null;
        onTrouble(error);
        return null;
      }
    },
  };
}

const JOB_OBJECT_EXTENDED_LIMIT_INFORMATION = 9;
const JOB_OBJECT_BASIC_PROCESS_ID_LIST = 3;
const JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;
/** PROCESS_TERMINATE | PROCESS_SET_QUOTA: what AssignProcessToJobObject asks for. */
const PROCESS_ACCESS = 0x0101;
/** sizeof(JOBOBJECT_EXTENDED_LIMIT_INFORMATION) on 64 bit; LimitFlags stands at byte 16 on 32 and 64 bit. */
const EXTENDED_LIMIT_BYTES = 144;
const LIMIT_FLAGS_AT = 16;
/** Two counts of 4 bytes, then pids of 8. */
const MAX_MEMBERS = 1024;

/** What is used of koffi; its types are left out, so that nothing is loaded on other systems. */
interface Koffi {
  load(path: string): { func(declaration: string): (...args: readonly unknown[]) => unknown };
}

/** kernel32 through koffi, which is handed in by whoever can load it. */
export function bindKernel32(koffi: Koffi): JobLibrary {
  const kernel = koffi.load('kernel32.dll');
  const create = kernel.func('void* __stdcall CreateJobObjectW(void* attributes, void* name)');
  const set = kernel.func(
    'bool __stdcall SetInformationJobObject(void* job, int kind, void* info, uint32_t size)',
  );
  const query = kernel.func(
    'bool __stdcall QueryInformationJobObject(void* job, int kind, void* info, uint32_t size, void* length)',
  );
  const open = kernel.func('void* __stdcall OpenProcess(uint32_t access, bool inherit, uint32_t pid)');
  const assign = kernel.func('bool __stdcall AssignProcessToJobObject(void* job, void* process)');
  const terminate = kernel.func('bool __stdcall TerminateJobObject(void* job, uint32_t code)');
  const close = kernel.func('bool __stdcall CloseHandle(void* handle)');
  return {
    createJob: () => create(null, null),
    killOnClose(job) {
      const info = Buffer.alloc(EXTENDED_LIMIT_BYTES);
      info.writeUInt32LE(JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE, LIMIT_FLAGS_AT);
      return set(job, JOB_OBJECT_EXTENDED_LIMIT_INFORMATION, info, info.length) === true;
    },
    openProcess: (pid) => open(PROCESS_ACCESS, false, pid),
    assign: (job, process) => assign(job, process) === true,
    members(job) {
      const info = Buffer.alloc(8 + 8 * MAX_MEMBERS);
      if (query(job, JOB_OBJECT_BASIC_PROCESS_ID_LIST, info, info.length, null) !== true) return null;
      const count = Math.min(info.readUInt32LE(4), MAX_MEMBERS);
      return Array.from({ length: count }, (_, index) => Number(info.readBigUInt64LE(8 + 8 * index)));
    },
    terminate: (job) => terminate(job, 1) === true,
    close: (handle) => void close(handle),
  };
}
