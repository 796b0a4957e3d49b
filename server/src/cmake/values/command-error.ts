/** A command failed; CMake says `<command> <message>`. */
export class CommandError extends Error {}
