/** Prüfungen, Verbrauch und das Urteil über alle Server. */
export const health = {
  'health.silent.happened':
    'Er hat seine Prüfung nicht innerhalb von {time} beantwortet{times, plural, one {} other {, #\u00a0Mal in Folge}}.',
  'health.silent.remedy':
    'Sein Protokoll lesen: Vielleicht hängt er. Nächste Prüfung in {time}; {left, plural, one {ein weiterer Fehlschlag startet ihn neu} other {# weitere Fehlschläge starten ihn neu}}.',
  'health.silent.remedy-remote': 'Prüfen, ob er läuft und erreichbar ist. Nächste Prüfung in {time}.',
  'health.status.happened':
    'Seine Prüfung ist {times, plural, one {einmal} other {#\u00a0Mal in Folge}} fehlgeschlagen: {problem}.',
  'health.status.happened-dependency':
    'Seine Prüfung ist {times, plural, one {einmal} other {#\u00a0Mal in Folge}} fehlgeschlagen: {problem}, seine Abhängigkeit `{dependency}` ist {status}.',
  'health.status.remedy':
    'Aufrufe nimmt er noch an. Nächste Prüfung in {time}; {left, plural, one {ein weiterer Fehlschlag startet ihn neu} other {# weitere Fehlschläge starten ihn neu}}.',
  'health.status.remedy-dependency':
    'Aufrufe nimmt er noch an. Zuerst nach {dependency} sehen; ein Neustart hilft vielleicht nicht. Nächste Prüfung in {time}; {left, plural, one {ein weiterer Fehlschlag startet ihn neu} other {# weitere Fehlschläge starten ihn neu}}.',
  'health.last.remedy': 'Er wird jetzt neu gestartet. Sein Protokoll zeigt, was vorher war.',
  'health.last.remedy-dependency':
    'Er wird jetzt neu gestartet. Nach {dependency} sehen: Ein Neustart allein hilft vielleicht nicht.',
  'health.remote.remedy': 'Dort nachsehen, wo er läuft. Nächste Prüfung in {time}.',
  'health.remote.remedy-dependency': 'Nach {dependency} sehen, dort wo er läuft. Nächste Prüfung in {time}.',
  'health.gone.happened': 'Seinen Prozess gibt es nicht mehr.',
  'health.gone.remedy': 'Er wird von selbst wieder gestartet. Sein Protokoll hat die letzten Zeilen.',
  'health.busy.happened':
    'Er ist mit {calls, plural, one {einem Aufruf} other {# Aufrufen}} beschäftigt und hat seine Prüfung nicht innerhalb von {time} beantwortet.',
  'health.busy.remedy': 'Auf ihn warten. Als Fehlschlag zählt das erst nach {limit} ohne Antwort.',
  'health.grace.happened':
    'Seine Prüfung ist fehlgeschlagen, gleich nachdem dieser Rechner geschlafen hat; das zählt nicht.',
  'health.grace.remedy': 'Nächste Prüfung in {time}.',
  'health.no-url.happened': 'Seine Prüfung ist von der Art `http`, aber es gibt keine Adresse dafür.',
  'health.no-url.remedy': 'Für ihn `health.url` angeben.',
  'health.broken.happened': 'Seine Prüfung ließ sich nicht ausführen: {problem}.',
  'health.broken.remedy': 'Das Protokoll des Orchestrators lesen. Nächste Prüfung in {time}.',

  'health.warning.degraded': 'Er antwortet, nennt sich aber selbst {status}.',
  'health.warning.dependency': 'Seine Abhängigkeit `{dependency}` ist {status}.',
  'health.warning.dependency-detail': 'Seine Abhängigkeit `{dependency}` ist {status}: {detail}',

  'health.cpu.warning': 'Er nutzt {percent} eines Kerns; gewarnt wird ab {limit}.',
  'health.memory.warning': 'Er nutzt {memory} Speicher; gewarnt wird ab {limit}.',
  'health.memory-limit.happened':
    'Er hat {memory} Speicher genutzt, über seiner Grenze von {limit}, {times}\u00a0Mal in Folge.',
  'health.memory-limit.remedy': 'Herausfinden, was er behält, oder `resources.memoryLimit` anheben.',

  'verdict.none': 'Noch keine Server',
  'verdict.all-running':
    '{running, plural, =2 {Beide Server laufen} one {Der Server läuft} other {Alle # Server laufen}}',
  'verdict.some-stopped':
    '{running, plural, one {1 Server läuft} other {# Server laufen}}, {stopped, plural, one {1 ist angehalten} other {# sind angehalten}}',
  'verdict.need-you':
    '{count} von {total, plural, one {# Server} other {# Servern}} {count, plural, one {braucht dich} other {brauchen dich}}',
  'verdict.some-starting':
    '{running, plural, one {1 Server läuft} other {# Server laufen}}, {count, plural, one {1 startet} other {# starten}}',
  'verdict.starting': '{count, plural, one {1 Server startet} other {# Server starten}}',
  'verdict.stopping': '{count, plural, one {1 Server hält an} other {# Server halten an}}',
  'verdict.all-stopped': 'Alles ist angehalten',
  'verdict.unknown': 'Unbekannt seit {time}',
  'verdict.detail.down': '{count, plural, one {1 ist aus} other {# sind aus}}',
  'verdict.detail.unhealthy': '{count, plural, one {1 ist gestört} other {# sind gestört}}',
  'verdict.detail.restarting':
    '{count, plural, one {1 startet von selbst wieder} other {# starten von selbst wieder}}',
  'verdict.detail.starting': '{count, plural, one {1 startet} other {# starten}}',
  'verdict.detail.warned': '{count, plural, one {1 hat eine Warnung} other {# haben eine Warnung}}',
} as const;
