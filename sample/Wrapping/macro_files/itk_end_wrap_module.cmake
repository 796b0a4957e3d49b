# Makes a module's targets when all of its .wrap files are read: <module>CastXML runs CastXML for every type,
# <module>Swig then runs igenerator for the module, and <module>Python runs SWIG and makes the library.
macro(itk_end_wrap_module)
  add_custom_target(${WRAPPER_LIBRARY_NAME}CastXML DEPENDS ${CastXML_OUTPUT_FILES})

  # The master index: the dependencies', then this module's types.
  set(CONFIG_INDEX_FILE_CONTENT "")
  set(ITK_WRAP_PYTHON_CONFIGURATION_DEPENDS "")
  set(_mdx_files "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${WRAPPER_LIBRARY_NAME}.mdx")
  foreach(_dependency ${WRAPPER_LIBRARY_DEPENDS})
    string(APPEND CONFIG_INDEX_FILE_CONTENT "${_dependency}.mdx\n")
    string(PREPEND ITK_WRAP_PYTHON_LIBRARY_IMPORTS "import itk.${_dependency}Python\n")
    string(APPEND ITK_WRAP_PYTHON_CONFIGURATION_DEPENDS "'${_dependency}', ")
    list(APPEND _mdx_files "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${_dependency}.mdx")
  endforeach()
  string(APPEND CONFIG_INDEX_FILE_CONTENT "${SWIG_INTERFACE_MDX_CONTENT}")
  set(_mdx_options "")
  foreach(_mdx_file ${_mdx_files})
    list(APPEND _mdx_options --mdx "${_mdx_file}")
  endforeach()

  # What igenerator writes for each type. Beside these it writes <class>.<type>.pkl files, whose names are
  # known only when it has read the XML: <type>.index.txt lists them.
  set(_i_files "")
  set(_idx_files "")
  set(_typedef_files "")
  set(_typedef_in_files "")
  set(_index_files "")
  foreach(_type ${THIS_MODULE_SUBMODULE_ORDER})
    list(APPEND _i_files "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${_type}.i")
    list(APPEND _idx_files "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${_type}.idx")
    list(APPEND _typedef_files "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${_type}SwigInterface.h")
    list(APPEND _typedef_in_files "${WRAPPER_LIBRARY_OUTPUT_DIR}/castxml_inputs/${_type}SwigInterface.h.in")
    list(APPEND _index_files "${ITK_PKL_DIR}/${_type}.index.txt")
  endforeach()

  configure_file(
    "${ITK_WRAP_SWIGINTERFACE_SOURCE_DIR}/Master.mdx.in"
    "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${WRAPPER_LIBRARY_NAME}.mdx"
    @ONLY
  )
  configure_file(
    "${ITK_WRAP_SWIGINTERFACE_SOURCE_DIR}/module.i.in"
    "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${WRAPPER_LIBRARY_NAME}.i"
    @ONLY
  )
  configure_file(
    "${ITK_WRAP_PYTHON_SOURCE_DIR}/itk/support/ModuleConfig.py.in"
    "${ITK_STUB_DIR}/Configuration/${WRAPPER_LIBRARY_NAME}Config.py"
    @ONLY
  )

  # The stamp is an output that igenerator writes last, when all pkl files are there. Remove it, and the next
  # build runs this module's igenerator again; with a pkl file alone gone, nothing does.
  set(_snake_case_file "${ITK_STUB_DIR}/Configuration/${WRAPPER_LIBRARY_NAME}_snake_case.py")
  set(_pkl_stamp "${ITK_PKL_DIR}/${WRAPPER_LIBRARY_NAME}.pkl.stamp")
  set(_working_dir "${WRAPPER_LIBRARY_OUTPUT_DIR}/WorkingDirectory")
  file(MAKE_DIRECTORY "${_working_dir}")
  add_custom_command(
    OUTPUT
      ${_i_files}
      ${_typedef_files}
      ${_idx_files}
      "${_snake_case_file}"
      "${_pkl_stamp}"
    BYPRODUCTS ${_index_files}
    COMMAND
      ${Python3_EXECUTABLE} ${IGENERATOR} ${_mdx_options} -w1 -w3 -w51 -w52 -w53 -w54 -A protected -A private
      -p "${PYGCCXML_DIR}" -g "${CASTXML_EXECUTABLE}" --snake-case-file "${_snake_case_file}"
      --interface-output-dir "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}" --library-output-dir "${WRAPPER_LIBRARY_OUTPUT_DIR}"
      --submodule-order "${THIS_MODULE_SUBMODULE_ORDER}" --pyi_index_list "${_index_files}"
      --pyi_dir "${ITK_STUB_DIR}" --pkl_dir "${ITK_PKL_DIR}" --pkl_stamp "${_pkl_stamp}"
    DEPENDS
      "${IGENERATOR}"
      ${CastXML_OUTPUT_FILES}
      ${_typedef_in_files}
      ${_mdx_files}
    WORKING_DIRECTORY "${_working_dir}"
    COMMENT "Run igenerator.py for ${WRAPPER_LIBRARY_NAME}"
    VERBATIM
  )
  add_custom_target(${WRAPPER_LIBRARY_NAME}Swig DEPENDS ${_i_files} ${_typedef_files} ${_idx_files} "${_pkl_stamp}")
  add_dependencies(${WRAPPER_LIBRARY_NAME}Swig ${WRAPPER_LIBRARY_NAME}CastXML)
  foreach(_dependency ${WRAPPER_LIBRARY_DEPENDS})
    add_dependencies(${WRAPPER_LIBRARY_NAME}Swig ${_dependency}Swig)
  endforeach()

  # SWIG's module of this module, which groups those of its types, and the library with the C++ of them all.
  configure_file(
    "${ITK_WRAP_PYTHON_SOURCE_DIR}/main_module_ext.i.in"
    "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/python/${WRAPPER_LIBRARY_NAME}_ext.i"
    @ONLY
  )
  if(ITK_WRAP_PYTHON_LIBRARIES)
    set(lib ${WRAPPER_LIBRARY_NAME}Python)
    set(_cpp_file "${CMAKE_CURRENT_BINARY_DIR}/${lib}.cpp")
    itk_setup_swig_python(
      "Module"
      ${WRAPPER_LIBRARY_NAME}
      "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}/${WRAPPER_LIBRARY_NAME}.i"
      "${ITK_PYTHON_PACKAGE_DIR}/${lib}.py"
      "${_cpp_file}"
      ""
    )
    python3_add_library(${lib} MODULE "${_cpp_file}" ${ITK_WRAP_PYTHON_CXX_FILES})
    set_target_properties(${lib} PROPERTIES PREFIX "_" LIBRARY_OUTPUT_DIRECTORY "${ITK_PYTHON_PACKAGE_DIR}")
    if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
      # The build takes no longer than it must: SWIG's code is not optimized.
      set_target_properties(${lib} PROPERTIES COMPILE_FLAGS "-fno-strict-aliasing -w -O0")
    endif()
    target_include_directories(${lib} PRIVATE "${WRAPPER_MASTER_INDEX_OUTPUT_DIR}")
    target_link_libraries(${lib} PUBLIC ${WRAPPER_LIBRARY_LINK_LIBRARIES})
    add_dependencies(${lib} ${WRAPPER_LIBRARY_NAME}Swig)
    foreach(_dependency ${WRAPPER_LIBRARY_DEPENDS})
      add_dependencies(${lib} ${_dependency}Swig)
    endforeach()
  endif()

  # For the stub files, and for tools: what this module has.
  set(GLOBAL_IdxFilesList ${GLOBAL_IdxFilesList} ${_index_files} CACHE INTERNAL "index.txt files of all modules")
  set(${WRAPPER_LIBRARY_NAME}XmlFiles ${CastXML_OUTPUT_FILES} CACHE INTERNAL "The CastXML outputs of this module")
  set(${WRAPPER_LIBRARY_NAME}IdxFiles ${_idx_files} CACHE INTERNAL "The .idx files of this module")
  set(${WRAPPER_LIBRARY_NAME}PyiIdxFiles ${_index_files} CACHE INTERNAL "The index.txt files of this module")
  set(${WRAPPER_LIBRARY_NAME}SwigFiles ${_i_files} CACHE INTERNAL "The SWIG interfaces of this module")
endmacro()
