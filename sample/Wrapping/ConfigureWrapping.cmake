# Finds the tools, then loads the macros and the type tables that .wrap files use.

find_program(CASTXML_EXECUTABLE castxml)
if(NOT CASTXML_EXECUTABLE)
  message(FATAL_ERROR "castxml was not found. Install it (Debian: apt-get install castxml) or set CASTXML_EXECUTABLE.")
endif()

# For the <module>Python targets only: nothing else needs SWIG.
find_program(SWIG_EXECUTABLE swig)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
# Python is asked once: a later configure finds the answer in the cache.
if(NOT EXISTS "${PYGCCXML_DIR}/pygccxml")
  execute_process(
    COMMAND ${Python3_EXECUTABLE} -c "import os, pygccxml; print(os.path.dirname(os.path.dirname(pygccxml.__file__)), end='')"
    OUTPUT_VARIABLE _pygccxml_dir
    ERROR_QUIET
  )
  if(NOT _pygccxml_dir)
    message(
      FATAL_ERROR
      "${Python3_EXECUTABLE} has no pygccxml. Install it (Debian: apt-get install python3-pygccxml, which serves "
      "/usr/bin/python3) or set Python3_EXECUTABLE to a Python that has it."
    )
  endif()
  set(PYGCCXML_DIR "${_pygccxml_dir}" CACHE INTERNAL "The directory that has the pygccxml package")
endif()

set(WRAP_ITK_CMAKE_DIR "${CMAKE_CURRENT_LIST_DIR}")
include("${WRAP_ITK_CMAKE_DIR}/TypedefMacros.cmake")
include("${WRAP_ITK_CMAKE_DIR}/WrapBasicTypes.cmake")
include("${WRAP_ITK_CMAKE_DIR}/WrapITKTypes.cmake")
