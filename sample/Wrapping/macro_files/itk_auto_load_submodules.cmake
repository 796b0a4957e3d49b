# Reads a module's .wrap files, and makes of each the inputs of CastXML and of igenerator.

# The types in their order: WRAPPER_SUBMODULE_ORDER first, then by name. Each .wrap file is included here,
# between the reset of what it fills and the files that are written from it.
macro(itk_auto_load_submodules)
  file(GLOB _wrap_files "${WRAPPER_LIBRARY_SOURCE_DIR}/*.wrap")
  list(SORT _wrap_files)
  set(THIS_MODULE_SUBMODULE_ORDER ${WRAPPER_SUBMODULE_ORDER})
  foreach(_wrap_file ${_wrap_files})
    get_filename_component(_type "${_wrap_file}" NAME_WE)
    list(APPEND THIS_MODULE_SUBMODULE_ORDER "${_type}")
  endforeach()
  if(THIS_MODULE_SUBMODULE_ORDER)
    list(REMOVE_DUPLICATES THIS_MODULE_SUBMODULE_ORDER)
  endif()

  foreach(_each_submodule_this_module ${THIS_MODULE_SUBMODULE_ORDER})
    message(STATUS "${WRAPPER_LIBRARY_NAME}: Creating ${_each_submodule_this_module} submodule.")
    unset(CASTXML_TYPEDEFS)
    unset(CASTXML_FORCE_INSTANTIATE)
    unset(SWIG_INTERFACE_TYPEDEFS)
    unset(WRAPPER_INCLUDE_FILES)
    foreach(_include ${WRAPPER_DEFAULT_INCLUDE})
      itk_wrap_include("${_include}")
    endforeach()
    itk_wrap_submodule_python("${_each_submodule_this_module}" "${WRAPPER_LIBRARY_NAME}")
    set(WRAPPER_AUTO_INCLUDE_HEADERS ON)

    set(_wrap_file "${WRAPPER_LIBRARY_SOURCE_DIR}/${_each_submodule_this_module}.wrap")
    if(EXISTS "${_wrap_file}")
      include("${_wrap_file}")
    else()
      message(SEND_ERROR "WRAPPER_SUBMODULE_ORDER of ${WRAPPER_LIBRARY_NAME}: ${_wrap_file} not found.")
    endif()

    set(xml_file "${WRAPPER_LIBRARY_OUTPUT_DIR}/castxml_inputs/${_each_submodule_this_module}.xml")
    generate_castxml_commandline_flags()
    list(APPEND CastXML_OUTPUT_FILES "${xml_file}")
    generate_swig_interface_in_file()
    string(APPEND SWIG_INTERFACE_MDX_CONTENT "${_each_submodule_this_module}.idx\n")
    itk_end_wrap_submodule_python("${_each_submodule_this_module}")
  endforeach()
endmacro()

# #include lines for WRAPPER_INCLUDE_FILES.
function(itk_include_lines result)
  set(lines "")
  foreach(include_file ${WRAPPER_INCLUDE_FILES})
    if("${include_file}" MATCHES "^<.*>$")
      string(APPEND lines "#include ${include_file}\n")
    else()
      string(APPEND lines "#include \"${include_file}\"\n")
    endif()
  endforeach()
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

# Write <type>.cxx and <type>.castxml.inc, and the rule that runs CastXML on them.
function(generate_castxml_commandline_flags)
  set(inputs "${WRAPPER_LIBRARY_OUTPUT_DIR}/castxml_inputs/${_each_submodule_this_module}")

  itk_include_lines(CASTXML_INCLUDES)
  configure_file("${ITK_WRAP_CASTXML_SOURCE_DIR}/wrap_.cxx.in" "${inputs}.cxx" @ONLY)

  # The response file: include directories of the module and of its dependencies, one argument a line.
  set(response "")
  foreach(dir ${WRAPPER_LIBRARY_INCLUDE_DIRECTORIES})
    string(APPEND response "\"-I${dir}\"\n")
  endforeach()
  foreach(library ${WRAPPER_LIBRARY_LINK_LIBRARIES})
    set(directories "$<TARGET_PROPERTY:${library},INTERFACE_INCLUDE_DIRECTORIES>")
    string(APPEND response "$<$<BOOL:${directories}>:\"-I$<JOIN:${directories},\"\n\"-I>\">\n")
  endforeach()
  string(APPEND response "-Qunused-arguments\n-DITK_WRAPPING_PARSER\n-DITK_MANUAL_INSTANTIATION\n")
  file(GENERATE OUTPUT "${inputs}.castxml.inc" CONTENT "${response}")

  # CastXML takes the preprocessor's definitions from the compiler, called with these flags.
  set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX${CMAKE_CXX_STANDARD}_STANDARD_COMPILE_OPTION}")
  separate_arguments(flags)

  # The module's own headers that the .cxx names. Headers that those include are not looked for, so a change
  # to one of them goes unnoticed: ITK's rules have this gap, and so have these.
  set(headers "")
  file(GLOB_RECURSE module_headers "${${WRAPPER_LIBRARY_NAME}_SOURCE_DIR}/include/*.h")
  foreach(header ${module_headers})
    get_filename_component(name "${header}" NAME)
    if("${name}" IN_LIST WRAPPER_INCLUDE_FILES)
      list(APPEND headers "${header}")
    endif()
  endforeach()

  add_custom_command(
    OUTPUT "${xml_file}"
    COMMAND
      ${CASTXML_EXECUTABLE} -o "${xml_file}" --castxml-output=1 --castxml-start _wrapping_
      --castxml-cc-gnu ( "${CMAKE_CXX_COMPILER}" ${flags} ) -w -c "@${inputs}.castxml.inc" "${inputs}.cxx"
    DEPENDS "${inputs}.cxx" "${inputs}.castxml.inc" ${headers}
    VERBATIM
  )
endfunction()

# Write <type>SwigInterface.h.in, from which igenerator makes <type>SwigInterface.h.
function(generate_swig_interface_in_file)
  itk_include_lines(SWIG_INTERFACE_INCLUDES_CONTENT)
  configure_file(
    "${ITK_WRAP_SWIGINTERFACE_SOURCE_DIR}/module.includes.in"
    "${WRAPPER_LIBRARY_OUTPUT_DIR}/castxml_inputs/${_each_submodule_this_module}SwigInterface.h.in"
    @ONLY
  )
endfunction()
