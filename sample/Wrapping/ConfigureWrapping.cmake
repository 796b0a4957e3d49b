# Finds the tools, then loads the macros and the type tables that .wrap files use.

find_program(CASTXML_EXECUTABLE castxml)
if(NOT CASTXML_EXECUTABLE)
  message(FATAL_ERROR "castxml was not found. Install it (Debian: apt-get install castxml) or set CASTXML_EXECUTABLE.")
endif()

# SWIG and Python's headers are needed from SWIG on. Without them, the build ends with igenerator and the stubs.
find_program(SWIG_EXECUTABLE swig)
set(_python_development Development.Module)
if(CMAKE_VERSION VERSION_LESS 3.18)
  set(_python_development Development)
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter OPTIONAL_COMPONENTS ${_python_development})
set(ITK_WRAP_PYTHON_LIBRARIES OFF)
if(NOT SWIG_EXECUTABLE)
  message(
    STATUS
    "swig was not found: the build stops before SWIG, and there will be no Python package. Install it (Debian: "
    "apt-get install swig) or set SWIG_EXECUTABLE."
  )
elseif(NOT Python3_${_python_development}_FOUND)
  message(
    STATUS
    "${Python3_EXECUTABLE} has no headers: the build stops before SWIG, and there will be no Python package. Install "
    "them (Debian: apt-get install python3-dev)."
  )
else()
  set(ITK_WRAP_PYTHON_LIBRARIES ON)
endif()

# Python is asked once: a later configure finds the answer in the cache.
if(NOT EXISTS "${PYGCCXML_DIR}/pygccxml")
  execute_process(
    COMMAND
      ${Python3_EXECUTABLE} -c
      "import os; from importlib.util import find_spec; print(os.path.dirname(os.path.dirname(find_spec('pygccxml').origin)), end='')"
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
