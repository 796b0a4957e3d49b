/*
 * `%insert("python") "file.py"` and its aliases read a file that SWIG's depfile does not list. SWIG's own library uses them,
 * so the library counts as a whole. Elsewhere they are rare, and a run that may read such a file is not stored.
 */

/** `%insert(section)`, or one of the aliases that SWIG's library defines, if something else than a block of code follows. */
const INSERTS =
  /%(?:insert\s*\([^)\n]*\)|begin|runtime|header|wrapper|init|python(?:begin|code)?|shadow)(?!\w)(?!\s*%?\{)/;

/** Whether a file for SWIG may insert another file. A comment or a macro that looks like it counts too. */
export function mayInsertFiles(text: string): boolean {
  return INSERTS.test(text);
}
