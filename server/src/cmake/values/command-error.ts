/** A command failed. CMake reports `<command> <message>`. */
export class CommandError extends Error {}
