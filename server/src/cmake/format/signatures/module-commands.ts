import type { SignatureText } from './signature-text';

/** Commands of the modules that come with CMake, written as in their documentation. */
export const MODULE_COMMANDS: Readonly<Record<string, SignatureText>> = {
  add_jar:
    'RESOURCES ENTRY_POINT= VERSION= OUTPUT_NAME= OUTPUT_DIR= GENERATE_NATIVE_HEADERS= DESTINATION= BUILD= SOURCES* INCLUDE_JARS* NAMESPACE*',
  android_add_test_data:
    'FILES_DEST= LIBS_DEST= DEVICE_OBJECT_STORE= DEVICE_TEST_DIR= FILES* LIBS* NO_LINK_REGEX*',
  bison_target: 'COMPILE_FLAGS= DEFINES_FILE= VERBOSE= REPORT_FILE= OPTIONS*',
  check_c_source_compiles: 'FAIL_REGEX*',
  check_cxx_source_compiles: 'FAIL_REGEX*',
  check_fortran_source_compiles: 'SRC_EXT= FAIL_REGEX*',
  check_fortran_source_runs: 'SRC_EXT=',
  check_include_files: 'LANGUAGE=',
  check_ipo_supported: 'RESULT= OUTPUT= LANGUAGES*',
  check_objc_source_compiles: 'FAIL_REGEX*',
  check_objcxx_source_compiles: 'FAIL_REGEX*',
  check_pie_supported: 'OUTPUT_VARIABLE= LANGUAGES*',
  check_source_compiles: '3 SRC_EXT= FAIL_REGEX*',
  check_source_runs: '3 SRC_EXT=',
  check_struct_has_member: 'LANGUAGE=',
  check_type_size: 'BUILTIN_TYPES_ONLY LANGUAGE=',
  cmake_add_fortran_subdirectory:
    'NO_EXTERNAL_INSTALL LINK_LIBRARIES PROJECT= ARCHIVE_DIR= RUNTIME_DIR= LIBRARIES* LINK_LIBS* CMAKE_COMMAND_LINE*line',
  cmake_print_properties: 'TARGETS* SOURCES* DIRECTORIES* TESTS* CACHE_ENTRIES* PROPERTIES*',
  configure_package_config_file:
    '2 NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO INSTALL_DESTINATION= INSTALL_PREFIX= PATH_VARS*',
  cpack_add_component:
    'HIDDEN REQUIRED DISABLED DOWNLOADED DISPLAY_NAME= DESCRIPTION= GROUP= ARCHIVE_FILE= PLIST= DEPENDS* INSTALL_TYPES*',
  cpack_add_component_group: 'EXPANDED BOLD_TITLE DISPLAY_NAME= DESCRIPTION= PARENT_GROUP=',
  cpack_add_install_type: 'DISPLAY_NAME=',
  cpack_configure_downloads: 'ALL ADD_REMOVE NO_ADD_REMOVE UPLOAD_DIRECTORY=',
  cpack_ifw_add_repository: 'DISABLED URL= USERNAME= PASSWORD= DISPLAY_NAME=',
  cpack_ifw_configure_component:
    'COMMON ESSENTIAL VIRTUAL FORCED_INSTALLATION REQUIRES_ADMIN_RIGHTS NAME= DISPLAY_NAME= DESCRIPTION= UPDATE_TEXT= VERSION= RELEASE_DATE= SCRIPT= PRIORITY= SORTING_PRIORITY= CHECKABLE= DEFAULT= DEPENDS* DEPENDENCIES* AUTO_DEPEND_ON* LICENSES* USER_INTERFACES* TRANSLATIONS* REPLACES*',
  cpack_ifw_configure_component_group:
    'VIRTUAL FORCED_INSTALLATION REQUIRES_ADMIN_RIGHTS NAME= DISPLAY_NAME= DESCRIPTION= UPDATE_TEXT= VERSION= RELEASE_DATE= SCRIPT= PRIORITY= SORTING_PRIORITY= DEFAULT= CHECKABLE= DEPENDS* DEPENDENCIES* AUTO_DEPEND_ON* LICENSES* USER_INTERFACES* TRANSLATIONS* REPLACES*',
  cpack_ifw_update_repository:
    'ADD REMOVE REPLACE DISABLED URL= OLD_URL= NEW_URL= USERNAME= PASSWORD= DISPLAY_NAME=',
  create_javadoc:
    'SOURCEPATH= CLASSPATH= INSTALLPATH= DOCTITLE= WINDOWTITLE= AUTHOR= USE= VERSION= PACKAGES* FILES*',
  create_javah: 'TARGET= GENERATED_FILES= OUTPUT_NAME= OUTPUT_DIR= CLASSES* CLASSPATH* DEPENDS*',
  ctest_coverage_collect_gcov: 'GLOB DELETE QUIET TARBALL= SOURCE= BUILD= GCOV_COMMAND= GCOV_OPTIONS*line',
  doxygen_add_docs: '1 ALL USE_STAMP_FILE WORKING_DIRECTORY= COMMENT= CONFIG_FILE=',
  env_module: 'OUTPUT_VARIABLE= RESULT_VARIABLE= COMMAND*line',
  env_module_swap: 'OUTPUT_VARIABLE= RESULT_VARIABLE=',
  export_jars: 'NAMESPACE= FILE= TARGETS*',
  ExternalData_Add_Target: '1 SHOW_PROGRESS=',
  ExternalProject_Add:
    'PREFIX= TMP_DIR= STAMP_DIR= LOG_DIR= DOWNLOAD_DIR= SOURCE_DIR= BINARY_DIR= INSTALL_DIR= SVN_REVISION= DOWNLOAD_NAME= URL_HASH= HG_TAG= HTTP_USERNAME= SVN_USERNAME= TIMEOUT= GIT_REMOTE_UPDATE_STRATEGY= GIT_REPOSITORY= GIT_SHALLOW= DOWNLOAD_NO_EXTRACT= SVN_REPOSITORY= URL_MD5= SVN_TRUST_CERT= HG_REPOSITORY= DOWNLOAD_EXTRACT_TIMESTAMP= GIT_PROGRESS= INACTIVITY_TIMEOUT= GIT_REMOTE_NAME= GIT_SUBMODULES_RECURSE= NETRC= DOWNLOAD_NO_PROGRESS= TLS_VERSION= NETRC_FILE= HTTP_PASSWORD= CVS_REPOSITORY= CVS_TAG= TLS_VERIFY= SVN_PASSWORD= TLS_CAINFO= CVS_MODULE= GIT_TAG= UPDATE_DISCONNECTED= CMAKE_COMMAND= CMAKE_GENERATOR= CMAKE_GENERATOR_PLATFORM= CMAKE_GENERATOR_TOOLSET= CMAKE_GENERATOR_INSTANCE= SOURCE_SUBDIR= CONFIGURE_HANDLED_BY_BUILD= BUILD_IN_SOURCE= BUILD_ALWAYS= BUILD_JOB_SERVER_AWARE= INSTALL_JOB_SERVER_AWARE= TEST_BEFORE_INSTALL= TEST_AFTER_INSTALL= TEST_EXCLUDE_FROM_MAIN= LOG_DOWNLOAD= LOG_UPDATE= LOG_PATCH= LOG_CONFIGURE= LOG_BUILD= LOG_INSTALL= LOG_TEST= LOG_MERGED_STDOUTERR= LOG_OUTPUT_ON_FAILURE= USES_TERMINAL_DOWNLOAD= USES_TERMINAL_UPDATE= USES_TERMINAL_PATCH= USES_TERMINAL_CONFIGURE= USES_TERMINAL_BUILD= USES_TERMINAL_INSTALL= USES_TERMINAL_TEST= EXCLUDE_FROM_ALL= LIST_SEPARATOR= DOWNLOAD_COMMAND*line GIT_SUBMODULES* HTTP_HEADER* URL* GIT_CONFIG*line UPDATE_COMMAND*line PATCH_COMMAND*line CONFIGURE_COMMAND*line CMAKE_ARGS*line CMAKE_CACHE_ARGS*line CMAKE_CACHE_DEFAULT_ARGS*line BUILD_COMMAND*line BUILD_BYPRODUCTS* INSTALL_COMMAND*line INSTALL_BYPRODUCTS* TEST_COMMAND*line DEPENDS* STEP_TARGETS* INDEPENDENT_STEP_TARGETS* COMMAND*line',
  ExternalProject_Add_Step:
    'COMMENT= ALWAYS= EXCLUDE_FROM_MAIN= WORKING_DIRECTORY= LOG= USES_TERMINAL= COMMAND*line DEPENDEES* DEPENDERS* DEPENDS* BYPRODUCTS*',
  feature_summary:
    'APPEND INCLUDE_QUIET_PACKAGES FATAL_ON_MISSING_REQUIRED_PACKAGES QUIET_ON_EMPTY DEFAULT_DESCRIPTION FILENAME= VAR= DESCRIPTION= WHAT=',
  FetchContent_Declare:
    'SYSTEM OVERRIDE_FIND_PACKAGE EXCLUDE_FROM_ALL DOWNLOAD_DIR= SVN_REVISION= DOWNLOAD_NAME= URL_HASH= HG_TAG= HTTP_USERNAME= SVN_USERNAME= TIMEOUT= GIT_REMOTE_UPDATE_STRATEGY= GIT_REPOSITORY= GIT_SHALLOW= DOWNLOAD_NO_EXTRACT= SVN_REPOSITORY= URL_MD5= SVN_TRUST_CERT= HG_REPOSITORY= DOWNLOAD_EXTRACT_TIMESTAMP= GIT_PROGRESS= INACTIVITY_TIMEOUT= GIT_REMOTE_NAME= GIT_SUBMODULES_RECURSE= NETRC= DOWNLOAD_NO_PROGRESS= TLS_VERSION= NETRC_FILE= HTTP_PASSWORD= CVS_REPOSITORY= CVS_TAG= TLS_VERIFY= SVN_PASSWORD= TLS_CAINFO= CVS_MODULE= GIT_TAG= UPDATE_DISCONNECTED= FIND_PACKAGE_ARGS* DOWNLOAD_COMMAND*line GIT_SUBMODULES* HTTP_HEADER* URL* GIT_CONFIG* UPDATE_COMMAND*line PATCH_COMMAND*line',
  FetchContent_GetProperties: 'SOURCE_DIR= BINARY_DIR= POPULATED=',
  FetchContent_Populate:
    'QUIET SUBBUILD_DIR= SOURCE_DIR= BINARY_DIR= URL_HASH= URL_MD5= DOWNLOAD_NAME= DOWNLOAD_NO_EXTRACT= TIMEOUT= HTTP_USERNAME= HTTP_PASSWORD= TLS_VERIFY= TLS_CAINFO= NETRC= NETRC_FILE= GIT_REPOSITORY= GIT_TAG= GIT_REMOTE_NAME= GIT_SUBMODULES_RECURSE= GIT_SHALLOW= GIT_PROGRESS= GIT_REMOTE_UPDATE_STRATEGY= SVN_REPOSITORY= SVN_REVISION= SVN_USERNAME= SVN_PASSWORD= SVN_TRUST_CERT= HG_REPOSITORY= HG_TAG= CVS_REPOSITORY= CVS_MODULE= CVS_TAG= UPDATE_DISCONNECTED= DOWNLOAD_COMMAND* URL* HTTP_HEADER* GIT_SUBMODULES* GIT_CONFIG* UPDATE_COMMAND* PATCH_COMMAND*',
  FetchContent_SetPopulated: '1 SOURCE_DIR= BINARY_DIR=',
  find_jar: 'DOC= ENV= NAMES* PATHS* VERSIONS*',
  find_package_check_version: 'HANDLE_VERSION_RANGE RESULT_MESSAGE_VARIABLE=',
  find_package_handle_standard_args:
    'HANDLE_COMPONENTS CONFIG_MODE NAME_MISMATCHED FOUND_VAR= VERSION_VAR= REASON_FAILURE_MESSAGE= FAIL_MESSAGE= REQUIRED_VARS*',
  flex_target: 'COMPILE_FLAGS= DEFINES_FILE= OPTIONS*',
  FortranCInterface_HEADER: 'MACRO_NAMESPACE= SYMBOL_NAMESPACE= SYMBOLS*',
  generate_apple_architecture_selection_file:
    '1 INSTALL_DESTINATION= INSTALL_PREFIX= UNIVERSAL_INCLUDE_FILE= ERROR_VARIABLE= SINGLE_ARCHITECTURES* SINGLE_ARCHITECTURE_INCLUDE_FILES* UNIVERSAL_ARCHITECTURES*',
  generate_apple_platform_selection_file:
    '1 INSTALL_DESTINATION= INSTALL_PREFIX= MACOS_INCLUDE_FILE= IOS_INCLUDE_FILE= IOS_SIMULATOR_INCLUDE_FILE= IOS_CATALYST_INCLUDE_FILE= TVOS_INCLUDE_FILE= TVOS_SIMULATOR_INCLUDE_FILE= WATCHOS_INCLUDE_FILE= WATCHOS_SIMULATOR_INCLUDE_FILE= VISIONOS_INCLUDE_FILE= VISIONOS_SIMULATOR_INCLUDE_FILE= ERROR_VARIABLE=',
  generate_export_header:
    'DEFINE_NO_DEPRECATED BASE_NAME= EXPORT_MACRO_NAME= EXPORT_FILE_NAME= DEPRECATED_MACRO_NAME= NO_EXPORT_MACRO_NAME= INCLUDE_GUARD_NAME= STATIC_DEFINE= NO_DEPRECATED_MACRO_NAME= PREFIX_NAME= CUSTOM_CONTENT_FROM_VARIABLE=',
  gettext_create_translations: 'ALL',
  gettext_process_po_files: 'ALL INSTALL_DESTINATION= PO_FILES*',
  gettext_process_pot_file: 'ALL INSTALL_DESTINATION= LANGUAGES*',
  gtest_add_tests:
    'SKIP_DEPENDENCY TARGET= WORKING_DIRECTORY= TEST_PREFIX= TEST_SUFFIX= TEST_LIST= SOURCES* EXTRA_ARGS*',
  gtest_discover_tests:
    '1 NO_PRETTY_TYPES NO_PRETTY_VALUES WORKING_DIRECTORY= TEST_PREFIX= TEST_SUFFIX= TEST_FILTER= TEST_LIST= DISCOVERY_TIMEOUT= XML_OUTPUT_DIR= DISCOVERY_MODE= EXTRA_ARGS*line PROPERTIES*pairs DISCOVERY_EXTRA_ARGS*line',
  install_jar: 'DESTINATION= COMPONENT=',
  install_jar_exports: 'NAMESPACE= FILE= DESTINATION= COMPONENT= TARGETS*',
  install_jni_symlink: 'DESTINATION= COMPONENT=',
  matlab_add_mex:
    'EXECUTABLE MODULE SHARED R2017b R2018a EXCLUDE_FROM_ALL NO_IMPLICIT_LINK_TO_MATLAB_LIBRARIES NAME= OUTPUT_NAME= DOCUMENTATION= SRC* LINK_TO*',
  matlab_add_unit_test:
    'NO_UNITTEST_FRAMEWORK NAME= UNITTEST_FILE= CUSTOM_TEST_COMMAND= UNITTEST_PRECOMMAND= TIMEOUT= ADDITIONAL_PATH* MATLAB_ADDITIONAL_STARTUP_OPTIONS*line TEST_ARGS*',
  matlab_extract_all_installed_versions_from_registry: 'REGISTRY_VIEW=',
  matlab_get_all_valid_matlab_roots_from_registry: 'REGISTRY_VIEW=',
  pkg_check_modules:
    'REQUIRED QUIET NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH IMPORTED_TARGET GLOBAL STATIC_TARGET',
  pkg_get_variable: '3 DEFINE_VARIABLES*',
  pkg_search_module: 'REQUIRED QUIET NO_CMAKE_PATH NO_CMAKE_ENVIRONMENT_PATH IMPORTED_TARGET GLOBAL',
  protobuf_generate:
    'APPEND_PATH TARGET= LANGUAGE= OUT_VAR= EXPORT_MACRO= PROTOC_OUT_DIR= PLUGIN= PLUGIN_OPTIONS= DEPENDENCIES= PROTOC_EXE= PROTOS* IMPORT_DIRS* GENERATE_EXTENSIONS* PROTOC_OPTIONS*',
  protobuf_generate_cpp: 'DESCRIPTORS= EXPORT_MACRO=',
  python2_add_library: 'STATIC SHARED MODULE',
  python3_add_library: 'STATIC SHARED MODULE WITH_SOABI USE_SABI=',
  python_add_library: 'STATIC SHARED MODULE WITH_SOABI USE_SABI=',
  qt4_add_resources: 'OPTIONS*',
  qt4_automoc: 'TARGET=',
  qt4_create_translation: 'OPTIONS*',
  qt4_generate_dbus_interface: 'OPTIONS*',
  qt4_generate_moc: 'TARGET=',
  qt4_wrap_cpp: 'TARGET= OPTIONS*',
  qt4_wrap_ui: 'OPTIONS*',
  set_package_properties: 'PROPERTIES*pairs',
  squish_add_test: 'AUT= SUITE= TEST= SETTINGSGROUP= PRE_COMMAND= POST_COMMAND=',
  subversion_wc_info: 'IGNORE_SVN_FAILURE',
  swig_add_library: 'NO_PROXY TYPE= LANGUAGE= OUTPUT_DIR= OUTFILE_DIR= SOURCES*',
  write_basic_package_version_file: 'ARCH_INDEPENDENT VERSION= COMPATIBILITY=',
  write_compiler_detection_header:
    'ALLOW_UNKNOWN_COMPILERS ALLOW_UNKNOWN_COMPILER_VERSIONS FILE= PREFIX= OUTPUT_FILES_VAR= OUTPUT_DIR= VERSION= PROLOG= EPILOG= COMPILERS* FEATURES* BARE_FEATURES*',
};

/** Commands without keywords, of the same modules. */
export const PLAIN_MODULE_COMMANDS = `add_compiler_export_flags add_feature_info add_file_dependencies add_flex_bison_dependency check_c_compiler_flag
check_c_source_runs check_compiler_flag check_cxx_compiler_flag check_cxx_source_runs check_cxx_symbol_exists
check_fortran_compiler_flag check_fortran_function_exists check_function_exists check_include_file
check_include_file_cxx check_language check_library_exists check_linker_flag check_objc_compiler_flag
check_objc_source_runs check_objcxx_compiler_flag check_objcxx_source_runs check_prototype_definition
check_symbol_exists check_variable_exists clear_bundle_keys cmake_dependent_option cmake_find_frameworks
cmake_pop_check_state cmake_print_variables cmake_push_check_state cmake_reset_check_state copy_and_fixup_bundle
copy_resolved_framework_into_bundle copy_resolved_item_into_bundle cpack_ifw_add_package_resources
cpack_ifw_configure_file csharp_get_dependentupon_name csharp_get_filename_key_base csharp_get_filename_keys
csharp_set_designer_cs_properties csharp_set_windows_forms_properties csharp_set_xaml_cs_properties
cxxtest_add_test ecos_add_executable ecos_add_include_directories ecos_adjust_directory ecos_use_arm_elf_tools
ecos_use_i386_elf_tools ecos_use_ppc_eabi_tools env_module_avail env_module_list ExternalData_Add_Test
ExternalData_Expand_Arguments ExternalProject_Add_StepDependencies ExternalProject_Add_StepTargets
ExternalProject_Get_Property FetchContent_MakeAvailable find_dependency find_package_message fixup_bundle
fixup_bundle_item fixup_qt4_executable FortranCInterface_VERIFY get_bundle_all_executables
get_bundle_and_executable get_bundle_keys get_bundle_main_executable get_dotapp_dir get_item_key get_item_rpaths
get_prerequisites GNUInstallDirs_get_absolute_install_dir gp_append_unique gp_file_type
gp_item_default_embedded_path gp_resolve_item gp_resolved_file_type hg_wc_info install_qt4_executable
install_qt4_plugin install_qt4_plugin_path is_file_executable kde3_add_dcop_skels kde3_add_dcop_stubs
kde3_add_executable kde3_add_kcfg_files kde3_add_kdeinit_executable kde3_add_kpart kde3_add_moc_files
kde3_add_ui_files kde3_automoc kde3_install_libtool_file list_prerequisites list_prerequisites_by_glob
matlab_get_mex_suffix matlab_get_release_name_from_version matlab_get_version_from_matlab_run
matlab_get_version_from_release_name print_disabled_features print_enabled_features ProcessorCount
protobuf_generate_python qt4_add_dbus_adaptor qt4_add_dbus_interface qt4_add_dbus_interfaces qt4_add_translation
qt4_use_modules resolve_qt4_paths select_library_configurations set_bundle_key_values set_feature_info
set_package_info subversion_wc_log swig_link_libraries test_big_endian verify_app verify_bundle_prerequisites
verify_bundle_symlinks write_qt4_conf xctest_add_bundle xctest_add_test`;
