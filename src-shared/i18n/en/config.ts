/** What is wrong in a configuration file. A sentence begins with the key it means and says what to do about it. */
export const config = {
  'config.at': 'Line {line}, column {column}: {text}',
  'config.as-it-is': '{text}',
  'config.wrong': '"{path}" must be {expected}, found {found}.',
  'config.file.wrong': 'The file must be {expected}, found {found}.',
  'config.duplicate':
    '"{path}" stands twice, {same, select, yes {both times in line {line}} other {in line {line} and in line {second}}}. Keep one of the two.',
  'config.unknown-key': '"{path}" is not known and has no effect.',
  'config.unknown-key.near': '"{path}" is not known and has no effect. Did you mean "{near}"?',

  'config.expected.duration': 'a duration in ms or text such as "30s"',
  'config.expected.positive-duration': 'a duration of at least 1 ms or text such as "30s"',
  'config.expected.size': 'a size in bytes or text such as "10MB"',
  'config.expected.dependency': 'the name of a server, or an object with "server"',
  'config.expected.above': 'above {limit}',
  'config.expected.at-least': 'at least {limit}',
  'config.expected.at-most': 'at most {limit}',
  'config.expected.one-of': '{others, plural, =0 {{last}} other {{values} or {last}}}',
  'config.expected.whole-number': 'a whole number',
  'config.expected.number': 'a number',
  'config.expected.boolean': 'true or false',
  'config.expected.text': 'text in quotation marks',
  'config.expected.list': 'a list',
  'config.expected.object': 'an object with braces',
  'config.expected.key': 'an object with "{key}"',
  'config.expected.entry': 'an object with "command" or "url"',
  'config.expected.url': 'an address that begins with http:// or https://',

  'config.found.list': 'a list',
  'config.found.object': 'an object',
  'config.found.string': 'text',
  'config.found.number': 'a number',
  'config.found.boolean': 'true or false',

  'config.no-servers': 'The file has no "mcpServers", so there is nothing to run. List the servers there.',
  'config.no-servers.other':
    'The file has {key} but no "mcpServers", so there is nothing to run. Rename {key} to "mcpServers".',

  'config.name.empty': 'A name is empty. Give it at least one character.',
  'config.name.too-long': 'The name {name} has more than 128 characters. Shorten it.',
  'config.name.control': 'The name {name} holds a control character or a line break. Remove it.',
  'config.name.slash':
    'The name {name} holds one of / \\ #, which addresses and folders need. Use a hyphen instead.',
  'config.name.dots': 'The name {name} means a folder wherever it stands in an address. Choose another.',
  'config.name.reserved': 'The name {name} is taken by the orchestrator itself. Choose another.',
  'config.clash.alias': 'The alias {name} already means the server {holder}. Choose another.',
  'config.clash.group':
    'The group {name} is called as the server {holder} or one of its aliases. Choose another.',

  'config.entry.needs-command':
    'It has neither "command" nor "url". Say how it is started or where it is reached.',
  'config.entry.misspelt': 'It has neither "command" nor "url". Write "{meant}" instead of {key}.',
  'config.entry.stdio-needs-command':
    '"type" is "stdio", but there is no "command". Add one, or write "http" for a server with a "url".',
  'config.entry.needs-url': '"type" is {type}, but there is no "url". Add the address where it is reached.',
  'config.entry.launched-needs-url':
    '"type" is {type}, but there is no "url". Add the address where it is reached, or write "stdio".',
  'config.entry.url-unused': '"type" is "stdio", so "url" has no effect.',
  'config.url': '"url" must be an address that begins with http:// or https://.',
  'config.header':
    '"{path}" is not a header that HTTP can carry. Remove line breaks and signs outside Latin-1.',
  'config.command.empty': '"command" is empty. Name the program that starts the server.',
  'config.command.spaces':
    '"command" is {command}, a name with spaces. Arguments belong into "args", one in each text.',
  'config.env.name': 'The name of an environment variable must not be empty and must not hold "=".',
  'config.nul': '"{path}" holds a NUL character, which no program can be given. Remove it.',
  'config.variable.missing':
    '"{path}" needs the variable {name}, which is not set. Set it, or write a default: {example}.',
  'config.variable.foreign':
    '"{path}" holds {form}, which only its own program can fill in. Use an environment variable.',

  'config.policy-unused': 'There is a policy for {name}, but no such server in "mcpServers".',
  'config.policy-unused.near':
    'There is a policy for {name}, but no such server in "mcpServers". Did you mean {near}?',
  'config.unknown-server': '"{path}" names {name}, which is no server of this file.',
  'config.unknown-server.near':
    '"{path}" names {name}, which is no server of this file. Did you mean {near}?',
  'config.dependency-disabled': 'It depends on {server}, which is disabled and never started.',
  'config.restart-with': '"restartWith" names {server}, which is not in "dependsOn". Add it there too.',
  'config.cycle': 'Its dependencies go round in a circle: {cycle}. Remove one of them.',
  'config.port-differs': '"port.fixed" is {fixed}, but the "url" says port {port}. Write the same in both.',
  'config.health-url': '"health.url" must be an address that begins with http:// or https://, found {url}.',
  'config.replicas': '"replicas" is {count}, but replicas come with a later version. One instance runs.',
  'config.host':
    '"orchestrator.http.host" must be a loopback address such as "127.0.0.1", found {host}. Other computers cannot be let in yet.',

  'config.expected.file': 'an object, from the first brace to the last',
  'config.file.syntax': '{fault}. The file may be half written; mend it here.',
  'config.file.empty': 'The file is empty. Write at least {example}, or remove the file.',
  'config.file.too-deep': 'Lists and objects lie more than {limit} deep. Take some levels away.',
  'config.file.too-large':
    '{file} has {size}, more than the {limit} that a configuration may have. Check that it is the right file.',
  'config.file.not-utf8': '{file} is not text in UTF-8. Save it with that encoding.',
  'config.file.folder': '{file} is a folder, not a file. Name the file in it.',
  'config.file.gone':
    '{file} is gone. What it said last stays in force; write it again, or stop the servers by hand.',
  'config.file.special': '{file} is not an ordinary file. Name one.',
  'config.file.forbidden': '{file} cannot be read: access is denied. Give yourself the right to read it.',
  'config.file.unreadable': '{file} cannot be read: {problem}. Check the disk and the path.',
  'config.file.links': '{file} is a link that leads back to itself. Point it to the file.',

  'config.syntax.end': 'The file ends too early: {missing} is missing',
  'config.syntax.closing-brace': 'a closing brace',
  'config.syntax.closing-bracket': 'a closing bracket',
  'config.syntax.value': 'A value is missing, found {found}',
  'config.syntax.value-end': 'The file ends too early: a value is missing',
  'config.syntax.colon': 'A colon is missing, found {found}',
  'config.syntax.comma': 'A comma or a closing brace is missing, found {found}',
  'config.syntax.key': 'The name of a key in quotation marks is missing, found {found}',
  'config.syntax.string': 'A text has no closing quotation mark',
  'config.syntax.comment': 'A comment has no end',
  'config.syntax.escape': 'A text holds an escape that JSON does not know, found {found}',
  'config.syntax.control': 'A text holds a control character that must be written as an escape',
  'config.syntax.number': 'A number is not complete, found {found}',
  'config.syntax.symbol': 'This is no JSON, found {found}',
  'config.syntax.more': 'The file goes on after its last brace, found {found}',
} as const;
