import * as l10n from '@vscode/l10n';

/** CMake's own commands: the names of CMake 4, and the signatures of those that wrapping uses. */

const names = `add_compile_definitions add_compile_options add_custom_command add_custom_target add_definitions
add_dependencies add_executable add_library add_link_options add_subdirectory add_test aux_source_directory block break
build_command build_name cmake_diagnostic cmake_file_api cmake_host_system_information cmake_instrumentation
cmake_language cmake_minimum_required cmake_parse_arguments cmake_path cmake_pkg_config cmake_policy configure_file
continue create_test_sourcelist ctest_build ctest_configure ctest_coverage ctest_empty_binary_directory ctest_memcheck
ctest_read_custom_files ctest_run_script ctest_sleep ctest_start ctest_submit ctest_test ctest_update ctest_upload
define_property discover_tests else elseif enable_language enable_testing endblock endforeach endfunction endif endmacro
endwhile exec_program execute_process export export_library_dependencies file find_file find_library find_package
find_path find_program fltk_wrap_ui foreach function get_cmake_property get_directory_property get_filename_component
get_property get_source_file_property get_target_property get_test_property if include include_directories
include_external_msproject include_guard include_regular_expression install install_files install_programs
install_targets link_directories link_libraries list load_cache load_command macro make_directory mark_as_advanced math
message option output_required_files project qt_wrap_cpp qt_wrap_ui remove remove_definitions return
separate_arguments set set_directory_properties set_property set_source_files_properties set_target_properties
set_tests_properties site_name source_group string subdir_depends subdirs target_compile_definitions
target_compile_features target_compile_options target_include_directories target_link_directories
target_link_libraries target_link_options target_precompile_headers target_sources try_compile try_run unset
use_mangled_mesa utility_source variable_requires variable_watch while write_file`;

const builtins = new Set(names.split(/\s+/));

/** Whether CMake itself has this command. The case of `name` does not matter. */
export function isBuiltin(name: string): boolean {
  return builtins.has(name.toLowerCase());
}

/** The names of CMake's own commands in lower case, sorted. */
export function builtinNames(): string[] {
  return [...builtins].sort();
}

/** How to call a command. `…` stands for any number of parameters. */
export interface BuiltinSignature {
  parameters: readonly string[];
  summary: string;
}

const signatures: Record<string, [string, () => string]> = {
  set: [
    'variable value…',
    () => l10n.t('Gives a variable a value. Several values make a list. Without any, the variable is unset.'),
  ],
  unset: ['variable', () => l10n.t('Takes a variable away.')],
  option: ['variable help value', () => l10n.t('A boolean option for the user, ON or OFF.')],
  if: [
    'condition…',
    () => l10n.t('Runs the commands up to `else()` or `endif()` where the condition holds.'),
  ],
  elseif: ['condition…', () => l10n.t('Another condition of the same `if()`.')],
  else: ['', () => l10n.t('What runs where no condition of this `if()` held.')],
  endif: ['', () => l10n.t('Ends `if()`.')],
  foreach: [
    'variable items…',
    () => l10n.t('Runs the commands up to `endforeach()` once for each item. Also `RANGE` and `IN LISTS`.'),
  ],
  endforeach: ['', () => l10n.t('Ends `foreach()`.')],
  while: ['condition…', () => l10n.t('Runs the commands up to `endwhile()` as long as the condition holds.')],
  endwhile: ['', () => l10n.t('Ends `while()`.')],
  break: ['', () => l10n.t('Leaves the loop.')],
  continue: ['', () => l10n.t('Goes on with the next round of the loop.')],
  macro: ['name parameters…', () => l10n.t('A macro: its commands run in the scope of the caller.')],
  endmacro: ['', () => l10n.t('Ends `macro()`.')],
  function: ['name parameters…', () => l10n.t('A function: its variables are its own.')],
  endfunction: ['', () => l10n.t('Ends `function()`.')],
  return: ['', () => l10n.t('Leaves the file or function.')],
  include: ['file', () => l10n.t('Runs another CMake script in this scope.')],
  list: [
    'action list arguments…',
    () => l10n.t('Reads or changes a list: APPEND, LENGTH, GET, FIND, REMOVE_DUPLICATES, …'),
  ],
  string: ['action arguments…', () => l10n.t('Works on text: REPLACE, REGEX, APPEND, TOUPPER, …')],
  math: ['EXPR variable expression', () => l10n.t('Calculates a whole number.')],
  file: ['action arguments…', () => l10n.t('Reads, writes and lists files: READ, WRITE, APPEND, GLOB, …')],
  message: ['mode text…', () => l10n.t('Prints a message; STATUS, WARNING, SEND_ERROR, FATAL_ERROR.')],
  configure_file: ['input output options…', () => l10n.t('Copies a file and replaces `@NAME@` in it.')],
  get_filename_component: [
    'variable file part',
    () => l10n.t('A part of a path: NAME, NAME_WE, DIRECTORY, EXT, ABSOLUTE.'),
  ],
  add_subdirectory: ['directory', () => l10n.t('Runs the CMakeLists.txt of a directory.')],
  include_directories: ['directories…', () => l10n.t('Adds to the include path of this directory.')],
  cmake_minimum_required: [
    'VERSION version',
    () => l10n.t('The CMake that this project needs, and its policies.'),
  ],
  separate_arguments: ['variable', () => l10n.t('Makes a list of words that blanks separate.')],
  block: ['arguments…', () => l10n.t('A scope of its own, up to `endblock()`.')],
  endblock: ['', () => l10n.t('Ends `block()`.')],
};

/** The signature of a command, or null for commands that wrapping does not use. */
export function builtinSignature(name: string): BuiltinSignature | null {
  const lower = name.toLowerCase();
  if (!Object.hasOwn(signatures, lower)) return null;
  const [parameters, summary] = signatures[lower]!;
  return { parameters: parameters.split(' ').filter(Boolean), summary: summary() };
}
