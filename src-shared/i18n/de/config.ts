/** Was an einer Konfigurationsdatei nicht stimmt. Ein Satz beginnt mit dem Schlüssel, den er meint, und sagt, was zu tun ist. */
export const config = {
  'config.at': 'Zeile {line}, Spalte {column}: {text}',
  'config.as-it-is': '{text}',
  'config.wrong': '"{path}" muss {expected} sein, gefunden: {found}.',
  'config.file.wrong': 'Die Datei muss {expected} sein, gefunden: {found}.',
  'config.duplicate':
    '"{path}" steht zweimal da, {same, select, yes {beide Male in Zeile {line}} other {in Zeile {line} und in Zeile {second}}}. Eines davon streichen.',
  'config.unknown-key': '"{path}" ist nicht bekannt und bewirkt nichts.',
  'config.unknown-key.near': '"{path}" ist nicht bekannt und bewirkt nichts. Ist "{near}" gemeint?',

  'config.expected.duration': 'eine Dauer in ms oder ein Text wie "30s"',
  'config.expected.positive-duration': 'eine Dauer von mindestens 1 ms oder ein Text wie "30s"',
  'config.expected.size': 'eine Größe in Byte oder ein Text wie "10MB"',
  'config.expected.dependency': 'der Name eines Servers oder ein Objekt mit "server"',
  'config.expected.above': 'größer als {limit}',
  'config.expected.at-least': 'mindestens {limit}',
  'config.expected.at-most': 'höchstens {limit}',
  'config.expected.one-of': '{others, plural, =0 {{last}} other {{values} oder {last}}}',
  'config.expected.whole-number': 'eine ganze Zahl',
  'config.expected.number': 'eine Zahl',
  'config.expected.boolean': 'true oder false',
  'config.expected.text': 'Text in Anführungszeichen',
  'config.expected.list': 'eine Liste',
  'config.expected.object': 'ein Objekt in geschweiften Klammern',
  'config.expected.key': 'ein Objekt mit "{key}"',
  'config.expected.entry': 'ein Objekt mit "command" oder "url"',
  'config.expected.url': 'eine Adresse, die mit http:// oder https:// beginnt',

  'config.found.list': 'eine Liste',
  'config.found.object': 'ein Objekt',
  'config.found.string': 'Text',
  'config.found.number': 'eine Zahl',
  'config.found.boolean': 'true oder false',

  'config.no-servers': 'In der Datei fehlt "mcpServers", es läuft also nichts. Dort die Server aufführen.',
  'config.no-servers.other':
    'In der Datei steht {key}, aber nicht "mcpServers", es läuft also nichts. {key} in "mcpServers" umbenennen.',

  'config.name.empty': 'Ein Name ist leer. Er braucht mindestens ein Zeichen.',
  'config.name.too-long': 'Der Name {name} hat mehr als 128 Zeichen. Ihn kürzen.',
  'config.name.control': 'Der Name {name} enthält ein Steuerzeichen oder einen Zeilenumbruch. Es entfernen.',
  'config.name.slash':
    'Der Name {name} enthält eines von / \\ #, die Adressen und Ordner brauchen. Stattdessen einen Bindestrich schreiben.',
  'config.name.dots': 'Der Name {name} steht in jeder Adresse für einen Ordner. Einen anderen wählen.',
  'config.name.reserved': 'Den Namen {name} braucht der Orchestrator selbst. Einen anderen wählen.',
  'config.clash.alias': 'Der Alias {name} steht schon für den Server {holder}. Einen anderen wählen.',
  'config.clash.group':
    'Die Gruppe {name} heißt wie der Server {holder} oder einer seiner Aliasse. Einen anderen Namen wählen.',

  'config.entry.needs-command':
    'Er hat weder "command" noch "url". Angeben, wie er gestartet wird oder wo er zu erreichen ist.',
  'config.entry.misspelt': 'Er hat weder "command" noch "url". "{meant}" statt {key} schreiben.',
  'config.entry.stdio-needs-command':
    '"type" ist "stdio", aber "command" fehlt. Einen Befehl angeben, oder "http" für einen Server mit "url" schreiben.',
  'config.entry.needs-url':
    '"type" ist {type}, aber "url" fehlt. Die Adresse angeben, unter der er zu erreichen ist.',
  'config.entry.launched-needs-url':
    '"type" ist {type}, aber "url" fehlt. Die Adresse angeben, unter der er zu erreichen ist, oder "stdio" schreiben.',
  'config.entry.url-unused': '"type" ist "stdio", daher bewirkt "url" nichts.',
  'config.url': '"url" muss eine Adresse sein, die mit http:// oder https:// beginnt.',
  'config.header':
    '"{path}" ist kein Header, den HTTP übertragen kann. Zeilenumbrüche und Zeichen außerhalb von Latin-1 entfernen.',
  'config.command.empty': '"command" ist leer. Das Programm angeben, das den Server startet.',
  'config.command.spaces':
    '"command" ist {command}, ein Name mit Leerzeichen. Argumente gehören nach "args", jedes in einen eigenen Text.',
  'config.env.name': 'Der Name einer Umgebungsvariablen darf nicht leer sein und kein "=" enthalten.',
  'config.nul': '"{path}" enthält ein NUL-Zeichen, das keinem Programm übergeben werden kann. Es entfernen.',
  'config.variable.missing':
    '"{path}" braucht die Variable {name}, die nicht gesetzt ist. Sie setzen oder einen Ersatzwert angeben: {example}.',
  'config.variable.foreign':
    '"{path}" enthält {form}, was nur ein anderes Programm ausfüllen kann. Eine Umgebungsvariable verwenden.',

  'config.policy-unused': 'Es gibt eine Regel für {name}, aber keinen solchen Server in "mcpServers".',
  'config.policy-unused.near':
    'Es gibt eine Regel für {name}, aber keinen solchen Server in "mcpServers". Ist {near} gemeint?',
  'config.unknown-server': '"{path}" nennt {name}, einen solchen Server hat diese Datei nicht.',
  'config.unknown-server.near':
    '"{path}" nennt {name}, einen solchen Server hat diese Datei nicht. Ist {near} gemeint?',
  'config.dependency-disabled': 'Er hängt von {server} ab, der abgeschaltet ist und nie gestartet wird.',
  'config.restart-with':
    '"restartWith" nennt {server}, der nicht in "dependsOn" steht. Ihn auch dort nennen.',
  'config.cycle': 'Seine Abhängigkeiten gehen im Kreis: {cycle}. Eine davon entfernen.',
  'config.port-differs':
    '"port.fixed" ist {fixed}, aber in "url" steht Port {port}. An beiden Stellen dasselbe schreiben.',
  'config.health-url':
    '"health.url" muss eine Adresse sein, die mit http:// oder https:// beginnt, gefunden: {url}.',
  'config.replicas': '"replicas" ist {count}, aber Replikate kommen mit einer späteren Version. Einer läuft.',
  'config.host':
    '"orchestrator.http.host" muss eine Loopback-Adresse wie "127.0.0.1" sein, gefunden: {host}. Andere Rechner können noch nicht eingelassen werden.',

  'config.expected.file': 'ein Objekt, von der ersten Klammer bis zur letzten,',
  'config.file.syntax': '{fault}. Vielleicht ist die Datei erst halb geschrieben; sie hier berichtigen.',
  'config.file.empty': 'Die Datei ist leer. Mindestens {example} schreiben oder die Datei löschen.',
  'config.file.too-deep':
    'Listen und Objekte liegen mehr als {limit} tief ineinander. Einige Ebenen entfernen.',
  'config.file.too-large':
    '{file} hat {size}, mehr als die {limit}, die eine Konfiguration haben darf. Prüfen, ob es die richtige Datei ist.',
  'config.file.not-utf8': '{file} ist kein Text in UTF-8. Die Datei in dieser Kodierung speichern.',
  'config.file.folder': '{file} ist ein Ordner, keine Datei. Die Datei darin angeben.',
  'config.file.gone':
    '{file} ist verschwunden. Was zuletzt darin stand, gilt weiter; die Datei neu schreiben oder die Server von Hand anhalten.',
  'config.file.special': '{file} ist keine gewöhnliche Datei. Eine solche angeben.',
  'config.file.forbidden':
    '{file} ist nicht lesbar: Der Zugriff wird verweigert. Das Recht geben, die Datei zu lesen.',
  'config.file.unreadable': '{file} ist nicht lesbar: {problem}. Datenträger und Pfad prüfen.',
  'config.file.links': '{file} ist ein Verweis, der zu sich selbst führt. Ihn auf die Datei zeigen lassen.',

  'config.syntax.end': 'Die Datei endet zu früh: Es fehlt {missing}',
  'config.syntax.closing-brace': 'eine schließende geschweifte Klammer',
  'config.syntax.closing-bracket': 'eine schließende eckige Klammer',
  'config.syntax.value': 'Ein Wert fehlt, gefunden: {found}',
  'config.syntax.value-end': 'Die Datei endet zu früh: Ein Wert fehlt',
  'config.syntax.colon': 'Ein Doppelpunkt fehlt, gefunden: {found}',
  'config.syntax.comma': 'Ein Komma oder eine schließende geschweifte Klammer fehlt, gefunden: {found}',
  'config.syntax.key': 'Der Name eines Schlüssels in Anführungszeichen fehlt, gefunden: {found}',
  'config.syntax.string': 'Einem Text fehlt das schließende Anführungszeichen',
  'config.syntax.comment': 'Ein Kommentar hat kein Ende',
  'config.syntax.escape': 'Ein Text enthält ein Escape-Zeichen, das JSON nicht kennt, gefunden: {found}',
  'config.syntax.control': 'Ein Text enthält ein Steuerzeichen, das als Escape geschrieben werden muss',
  'config.syntax.number': 'Eine Zahl ist nicht vollständig, gefunden: {found}',
  'config.syntax.symbol': 'Das ist kein JSON, gefunden: {found}',
  'config.syntax.more': 'Nach der letzten Klammer geht die Datei weiter, gefunden: {found}',
} as const;
