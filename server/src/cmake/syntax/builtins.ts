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

const signatures: Record<string, [string, string]> = {
  set: [
    'variable value…',
    'Gives a variable a value. Several values make a list. Without any, the variable is unset.',
  ],
  unset: ['variable', 'Takes a variable away.'],
  option: ['variable help value', 'A boolean option for the user, ON or OFF.'],
  if: ['condition…', 'Runs the commands up to `else()` or `endif()` where the condition holds.'],
  elseif: ['condition…', 'Another condition of the same `if()`.'],
  else: ['', 'What runs where no condition of this `if()` held.'],
  endif: ['', 'Ends `if()`.'],
  foreach: [
    'variable items…',
    'Runs the commands up to `endforeach()` once for each item. Also `RANGE` and `IN LISTS`.',
  ],
  endforeach: ['', 'Ends `foreach()`.'],
  while: ['condition…', 'Runs the commands up to `endwhile()` as long as the condition holds.'],
  endwhile: ['', 'Ends `while()`.'],
  break: ['', 'Leaves the loop.'],
  continue: ['', 'Goes on with the next round of the loop.'],
  macro: ['name parameters…', 'A macro: its commands run in the scope of the caller.'],
  endmacro: ['', 'Ends `macro()`.'],
  function: ['name parameters…', 'A function: its variables are its own.'],
  endfunction: ['', 'Ends `function()`.'],
  return: ['', 'Leaves the file or function.'],
  include: ['file', 'Runs another CMake script in this scope.'],
  list: [
    'action list arguments…',
    'Reads or changes a list: APPEND, LENGTH, GET, FIND, REMOVE_DUPLICATES, …',
  ],
  string: ['action arguments…', 'Works on text: REPLACE, REGEX, APPEND, TOUPPER, …'],
  math: ['EXPR variable expression', 'Calculates a whole number.'],
  file: ['action arguments…', 'Reads, writes and lists files: READ, WRITE, APPEND, GLOB, …'],
  message: ['mode text…', 'Prints a message; STATUS, WARNING, SEND_ERROR, FATAL_ERROR.'],
  configure_file: ['input output options…', 'Copies a file and replaces `@NAME@` in it.'],
  get_filename_component: [
    'variable file part',
    'A part of a path: NAME, NAME_WE, DIRECTORY, EXT, ABSOLUTE.',
  ],
  add_subdirectory: ['directory', 'Runs the CMakeLists.txt of a directory.'],
  include_directories: ['directories…', 'Adds to the include path of this directory.'],
  cmake_minimum_required: ['VERSION version', 'The CMake that this project needs, and its policies.'],
  separate_arguments: ['variable', 'Makes a list of words that blanks separate.'],
  block: ['arguments…', 'A scope of its own, up to `endblock()`.'],
  endblock: ['', 'Ends `block()`.'],
};

/** The signature of a command, or null for commands that wrapping does not use. */
export function builtinSignature(name: string): BuiltinSignature | null {
  const found = signatures[name.toLowerCase()];
  return found ? { parameters: found[0].split(' ').filter(Boolean), summary: found[1] } : null;
}
