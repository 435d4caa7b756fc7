/** Was ein Server tut. Zeiten sind Texte, die der Aufrufer schon geschrieben hat. */
export const states = {
  'state.RUNNING': 'Läuft',
  'state.STARTING': 'Startet',
  'state.UNHEALTHY': 'Gestört',
  'state.CRASHED': 'Abgestürzt',
  'state.STOPPING': 'Hält an',
  'state.STOPPED': 'Angehalten',
  'state.starting-for': 'Startet, {time}',
  'state.starting-again': 'Startet wieder in {time}',
  'state.waiting-for': 'Wartet auf {server}',
  'state.paused': '{state}, Prüfungen ruhen bis {time}',
  'state.disabled': 'In der Datei abgeschaltet',

  'time.now': 'jetzt',
  'time.ago': 'vor {time}',
  'time.clock': '{time}',
  'time.yesterday': 'gestern um {time}',
  'time.date': '{date}, {time}',
} as const;
