/** What a server is doing. Times are texts that the caller formatted. */
export const states = {
  'state.RUNNING': 'Running',
  'state.STARTING': 'Starting',
  'state.UNHEALTHY': 'Unhealthy',
  'state.CRASHED': 'Crashed',
  'state.STOPPING': 'Stopping',
  'state.STOPPED': 'Stopped',
  'state.starting-for': 'Starting, {time}',
  'state.starting-again': 'Starting again in {time}',
  'state.waiting-for': 'Waiting for {server}',
  'state.paused': '{state}, checks paused until {time}',
  'state.disabled': 'Disabled in the file',

  'time.now': 'now',
  'time.ago': '{time} ago',
  'time.clock': '{time}',
  'time.yesterday': 'yesterday at {time}',
  'time.date': '{date}, {time}',
} as const;
