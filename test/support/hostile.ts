/** Names and messages that attack a reader which does not treat them as plain text. */
export const hostile: Record<string, string> = {
  'a link that runs a command': '[Repair](command:workbench.action.terminal.sendSequence?%7B%7D)',
  'a picture from elsewhere': '![b](https://attacker.example/beacon.png)',
  'a picture written with entities': '![b](https:&#47;&#47;attacker&#46;example&#47;beacon2)',
  'a fence that ends':
    'a)\n```\n[Repair now](command:itkWrapping.configure) ![b](https://attacker.example/b.png)',
  'more backticks': '````` [x](command:x) `````',
  HTML: '<img src="https://attacker.example/c.png"><a href="command:x">x</a>',
  addresses: 'https://attacker.example www.attacker.example me@attacker.example <https://attacker.example>',
  'an icon': '$(alert) $(sync~spin)',
  'a heading, a rule, a list': 'a\n---\n# b\n- c\n1. d\n+ e\n> f\n    g',
  'a reference': '[x]\n\n[x]: command:itkWrapping.configure',
  'the clipboard of a terminal': 'a\x1b]52;c;ZXZpbA==\x07b',
  'the title of a terminal, in C1': 'a\x9d0;title\x9cb',
  colors: 'a\x1b[31mred\x1b[0m\x1b[2J\x1b[1;1Hb',
  'right to left': 'a\u202egpj.exe\u2066b\u2069',
  'a carriage return': 'failed\rdone   ',
  'a line separator': 'a\u2028b',
  'no character': 'a\0b\x7f',
  'tags that cannot be seen': 'a\u{e0041}\u{e0042}b',
  'half a character': 'a\ud800b',
  'a megabyte': 'x'.repeat(2 ** 20),
};

/** Whether a text contains a control character, a bidirectional override or another invisible character with an effect. */
export function hasControls(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(text);
}

/** The targets of the links in a Markdown text. Empty if it has none. */
export function linksOf(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]*)/g)].map(([, target = '']) => target);
}
