# Modules: Modules/<Group>/<Name>/ with
#   itk-module.cmake   declares the module: itk_module(<name> DEPENDS <modules> DESCRIPTION <text>)
#   CMakeLists.txt     project(<name>) and itk_module_impl()
#   include/           its headers
#   wrapping/          its .wrap files
#
# Sets for each module M: M_BASE (its directory), ITK_MODULE_M_DEPENDS; and ITK_CONFIG_MODULES_ENABLED,
# every module after the modules that it depends on.

macro(itk_module name)
  cmake_parse_arguments(_module "" "DESCRIPTION" "DEPENDS" ${ARGN})
  set(itk-module "${name}")
  set(ITK_MODULE_${name}_DEPENDS ${_module_DEPENDS})
  set(ITK_MODULE_${name}_DESCRIPTION "${_module_DESCRIPTION}")
endmacro()

# Append `name` to ITK_CONFIG_MODULES_ENABLED, its dependencies first.
macro(itk_enable_module name)
  foreach(_dependency ${ITK_MODULE_${name}_DEPENDS})
    if(NOT DEFINED ${_dependency}_BASE)
      message(FATAL_ERROR "Module ${name} depends on ${_dependency}, which has no itk-module.cmake.")
    endif()
    if(NOT ${_dependency} IN_LIST ITK_CONFIG_MODULES_ENABLED)
      itk_enable_module(${_dependency})
    endif()
  endforeach()
  list(APPEND ITK_CONFIG_MODULES_ENABLED "${name}")
  list(REMOVE_DUPLICATES ITK_CONFIG_MODULES_ENABLED)
endmacro()

macro(itk_enable_modules)
  # CONFIGURE_DEPENDS: a new module is found by the next build. (New .wrap files are not: ITK looks for
  # those with a plain glob, and so do we.)
  file(GLOB _module_files CONFIGURE_DEPENDS "${ITK_SOURCE_DIR}/Modules/*/*/itk-module.cmake")
  list(SORT _module_files)
  set(_module_names "")
  foreach(_module_file ${_module_files})
    include("${_module_file}")
    get_filename_component(${itk-module}_BASE "${_module_file}" DIRECTORY)
    list(APPEND _module_names "${itk-module}")
  endforeach()
  set(ITK_CONFIG_MODULES_ENABLED "")
  foreach(_module_name ${_module_names})
    itk_enable_module(${_module_name})
  endforeach()
endmacro()

# To be called in a module's CMakeLists.txt, after project(<name>). Makes ITK::<name>Module, whose include
# directories are the module's own and those of the modules it depends on.
macro(itk_module_impl)
  add_library(${itk-module}Module INTERFACE)
  add_library(${ITK_LIBRARY_NAMESPACE}::${itk-module}Module ALIAS ${itk-module}Module)
  set(_include_directories "${${itk-module}_SOURCE_DIR}/include")
  foreach(_dependency ${ITK_MODULE_${itk-module}_DEPENDS})
    get_target_property(_inherited ${_dependency}Module INTERFACE_INCLUDE_DIRECTORIES)
    list(APPEND _include_directories ${_inherited})
  endforeach()
  list(REMOVE_DUPLICATES _include_directories)
  target_include_directories(${itk-module}Module INTERFACE ${_include_directories})
endmacro()
