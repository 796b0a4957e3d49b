# The options that decide what is wrapped. With ITK_WRAP_PYTHON off, all the others are hidden.
include(CMakeDependentOption)
include("${CMAKE_CURRENT_LIST_DIR}/CMakeUtilityFunctions.cmake")

option(ITK_WRAP_PYTHON "Wrap the library for Python" ON)

cmake_dependent_option(ITK_WRAP_unsigned_char "Wrap pixels of unsigned char" ON "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_unsigned_short "Wrap pixels of unsigned short" OFF "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_signed_short "Wrap pixels of signed short" ON "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_float "Wrap pixels of float" ON "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_double "Wrap pixels of double" OFF "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_vector_float "Wrap pixels of vector float" ON "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_vector_double "Wrap pixels of vector double" OFF "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_rgb_unsigned_char "Wrap pixels of RGB< unsigned char >" ON "ITK_WRAP_PYTHON" OFF)
cmake_dependent_option(ITK_WRAP_rgb_unsigned_short "Wrap pixels of RGB< unsigned short >" OFF "ITK_WRAP_PYTHON" OFF)

if(ITK_WRAP_PYTHON)
  # A compound pixel type is made of a scalar one, which has to be wrapped too.
  foreach(t float double)
    if(ITK_WRAP_vector_${t} AND NOT ITK_WRAP_${t})
      message(SEND_ERROR "ITK_WRAP_vector_${t} needs ITK_WRAP_${t}: please turn it ON.")
    endif()
  endforeach()
  foreach(t unsigned_char unsigned_short)
    if(ITK_WRAP_rgb_${t} AND NOT ITK_WRAP_${t})
      message(SEND_ERROR "ITK_WRAP_rgb_${t} needs ITK_WRAP_${t}: please turn it ON.")
    endif()
  endforeach()

  set(ITK_WRAP_IMAGE_DIMS "2;3" CACHE STRING "Image dimensions to wrap, separated by semicolons (;)")
  unique(_components "${ITK_WRAP_IMAGE_DIMS};4")
  set(
    ITK_WRAP_VECTOR_COMPONENTS
    "${_components}"
    CACHE STRING
    "Numbers of vector components to wrap, separated by semicolons (;)"
  )
endif()
