/** CMake's own summaries of the policies whose OLD behavior it follows with a warning. */
const SUMMARIES: Readonly<Record<string, string>> = {
  CMP0054: 'Only interpret if() arguments as variables or keywords when unquoted.',
  CMP0057: 'Support new IN_LIST if() operator.',
  CMP0064: 'Support new TEST if() operator.',
  CMP0121: 'The list() command now validates parsing of index arguments.',
  CMP0130: 'while() diagnoses condition evaluation errors.',
  CMP0139: 'The if() command supports path comparisons using PATH_EQUAL operator.',
  CMP0140: 'The return() command checks its arguments.',
  CMP0219: 'Macro invocations preserve backslashes in arguments.',
};

/** The text of the warning that one of the policies above is not set. */
export function policyWarning(id: string): string {
  return (
    `Policy ${id} is not set: ${SUMMARIES[id]}  Run "cmake --help-policy ${id}" for policy details.  ` +
    'Use the cmake_policy command to set the policy and suppress this warning.'
  );
}
