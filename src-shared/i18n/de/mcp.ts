/** Die Verbindung zu einem Server: was er antwortete und was daran falsch ist. */
export const mcp = {
  'mcp.protocol.missingVersion':
    'Er hat geantwortet, aber nicht als MCP: Seiner Antwort auf {method} fehlt `{field}`.',
  'mcp.protocol.notAnObject':
    'Er hat geantwortet, aber nicht als MCP: Seine Antwort auf {method} ist kein Objekt.',
  'mcp.protocol.brokenJson':
    'Er hat geantwortet, aber nicht als MCP: Seine Antwort auf {method} ist kein gültiges JSON: {text}',
  'mcp.protocol.unsupportedVersion':
    'Er spricht die Protokollversion {found}, die nicht unterstützt wird. Unterstützt werden {supported}.',
  'mcp.protocol.refused': 'Er hat {method} mit Fehler {code} abgelehnt: {text}',
  'mcp.protocol.strangeId':
    'Er hat geantwortet, aber nicht als MCP: Seine Antwort auf {method} trägt die Nummer {id}, nach der nicht gefragt war.',
  'mcp.protocol.oversize': 'Er hat eine Nachricht über der Grenze von 10 MB geschickt.',
  'mcp.protocol.html': 'Er hat geantwortet, aber nicht als MCP: Er hat eine Webseite (HTML) geschickt.',
  'mcp.protocol.contentType':
    'Er hat geantwortet, aber nicht als MCP: Er hat {found} geschickt, wo JSON oder ein Ereignisstrom fällig war.',
  'mcp.protocol.status': 'Er hat geantwortet, aber nicht als MCP: HTTP {status}, {text}',
  'mcp.protocol.redirected': 'Seine Adresse schickt Aufrufer weiter zu {to}, einem anderen Rechner.',
  'mcp.protocol.noEndpointEvent':
    'Er hat geantwortet, aber nicht als MCP: Sein Ereignisstrom beginnt nicht mit einem Endpunkt.',
  'mcp.network.unreachable': '{host} antwortet nicht: {code}.',
  'mcp.network.status': 'Der Server hat HTTP {status} geantwortet.',
  'mcp.network.streamEnded': 'Der Server hat den Strom geschlossen, bevor die Antwort kam.',
  'mcp.network.sessionLost': 'Der Server hat die Sitzung verloren und keine neue gegeben.',
  'mcp.lost.ended': 'Er hat seine Ausgabe geschlossen.',
  'mcp.lost.inputClosed': 'Er hat seine Eingabe geschlossen.',
  'mcp.lost.closedByUs': 'Die Verbindung zu ihm ist geschlossen.',
  'mcp.lost.notReady': 'Er ist noch nicht verbunden.',
  'mcp.lost.aborted': 'Das Verbinden mit ihm wurde abgebrochen.',
  'mcp.probeExit': 'Er hat sich beendet, als er nach seiner Protokollversion gefragt wurde.',
  'mcp.remedy.protocol':
    'Prüfen, ob Befehl oder Adresse zu einem MCP-Server gehören. Was er schreibt, steht im Protokoll.',
  'mcp.remedy.network': 'Adresse prüfen und ob der Server läuft. Es wird von selbst wieder versucht.',
  'mcp.remedy.lost': 'Letzte Zeilen lesen, Ursache beheben, dann neu starten.',
  'mcp.remedy.probeExit':
    'Er wird sofort wieder gestartet und auf die ältere Art gefragt; kein Neustart wird verbraucht.',
  'mcp.note.listRefused': 'Er hat {method} mit Fehler {code} abgelehnt: {text}. Seine Liste gilt als leer.',
  'mcp.note.listBroken': 'Seiner Antwort auf {method} fehlt `{field}`. Seine Liste gilt als leer.',
  'mcp.note.listLoops':
    'Seine Liste führt auf eine Seite zurück, die schon da war; was folgt, ist weggelassen.',
  'mcp.note.listTooLong': 'Seine Liste hat mehr als {pages} Seiten; der Rest ist weggelassen.',
  'mcp.call.draining': 'Der Server {server} wird angehalten und nimmt keine neuen Aufrufe an.',
  'mcp.call.timeout': 'Der Server {server} hat {tool} nicht innerhalb von {seconds} s beantwortet.',
  'mcp.call.closed': 'Die Verbindung zu {server} schloss, bevor {tool} beantwortet war.',
  'mcp.call.notConnected': 'Der Server {server} ist nicht verbunden.',
  'mcp.call.aborted': 'Der Aufruf von {tool} wurde abgebrochen.',
  'mcp.call.too-deep':
    'Die Antwort von {server} ist tiefer als {levels} Ebenen verschachtelt und kann nicht gezeigt werden.',
  'mcp.health.status': 'HTTP {status}.',
  'mcp.health.dependency': 'HTTP {status}, seine Abhängigkeit `{dependency}` ist {state}.',
  'mcp.health.unreachable': '{host} antwortet nicht: {code}.',
  'mcp.health.redirected': 'Seine Prüfadresse schickt Aufrufer weiter zu {to}, einem anderen Rechner.',
  'mcp.health.noUrl': 'Seine Prüfadresse {url} ist keine URL.',
  'mcp.health.remedy': 'Sein Protokoll ansehen und wovon er abhängt; ein Neustart hilft vielleicht nicht.',
} as const;
