# The macros that a module's wrapping/CMakeLists.txt and its .wrap files call.
#
# They are macros, not functions: a .wrap file and the macros that it calls share the variables below with the
# two files in macro_files/, which turn them into CastXML and SWIG inputs. Names in capitals are shared so;
# names that begin with an underscore are local to one macro.
#
#   WRAPPER_LIBRARY_NAME       the module that is being wrapped
#   WRAPPER_INCLUDE_FILES      headers that the current type includes
#   WRAPPER_CLASS, WRAPPER_SWIG_NAME, WRAPPER_WRAP_METHOD    the class that itk_wrap_class opened last
#   CASTXML_TYPEDEFS, CASTXML_FORCE_INSTANTIATE              what goes into the current type's .cxx
#   SWIG_INTERFACE_TYPEDEFS                                  what goes into its SwigInterface.h.in
#   ITK_WRAP_PYTHON_CONFIGURATION_TEMPLATES                  rows of the module's Python configuration
#   ITK_WRAP_PYTHON_SWIG_EXT                                 what goes into the current type's _ext.i

# Further include directories that a module's wrapping needs, one list for the whole build.
set(WRAPPER_LIBRARY_INCLUDE_DIRECTORIES "" CACHE INTERNAL "Include directories for all wrapped modules")

# ---- modules -------------------------------------------------------------------------------------------

# Start a module. Its CMakeLists.txt may set WRAPPER_SUBMODULE_ORDER (types to wrap before all others) after
# this, then calls itk_auto_load_and_end_wrap_submodules().
macro(itk_wrap_module library_name)
  set(WRAPPER_LIBRARY_NAME "${library_name}")
  message(STATUS "${WRAPPER_LIBRARY_NAME}: Creating module.")

  set(WRAPPER_LIBRARY_SOURCE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  intersection(WRAPPER_LIBRARY_DEPENDS "${ITK_MODULE_${library_name}_DEPENDS}" "${WRAP_ITK_MODULES}")
  set(WRAPPER_LIBRARY_LINK_LIBRARIES ${ITK_LIBRARY_NAMESPACE}::${library_name}Module)

  unset(WRAPPER_SUBMODULE_ORDER)
  unset(WRAPPER_SWIG_LIBRARY_FILES)
  unset(SWIG_INTERFACE_MDX_CONTENT)
  unset(ITK_WRAP_PYTHON_CONFIGURATION_TEMPLATES)
  unset(ITK_WRAP_PYTHON_CXX_FILES)
  unset(ITK_WRAP_PYTHON_LIBRARY_DECLS)
  unset(ITK_WRAP_PYTHON_LIBRARY_CALLS)
  unset(ITK_WRAP_PYTHON_LIBRARY_DEPS)
  unset(ITK_WRAP_PYTHON_LIBRARY_IMPORTS)
endmacro()

# Start a type of the module. Its Python file first loads the library that has all of the module's types.
macro(itk_wrap_submodule_python submodule module)
  set(ITK_WRAP_PYTHON_SWIG_EXT "%pythonbegin %{\nfrom . import _${module}Python\n%}\n\n")
  string(APPEND ITK_WRAP_PYTHON_LIBRARY_IMPORTS "from itk.${submodule}Python import *\n")
endmacro()

# Read the module's .wrap files and make its targets. A function, so that what the .wrap files set stays here.
function(itk_auto_load_and_end_wrap_submodules)
  itk_auto_load_submodules()
  itk_end_wrap_module()
endfunction()

# ---- classes -------------------------------------------------------------------------------------------

# itk_wrap_class(<class> [<method>])
# Begin a class template, given with its namespaces. Its SWIG name is the outermost namespace and the class's
# own name: itk::Functor::Abs gives itkAbs. Includes <SWIG name>.h unless WRAPPER_AUTO_INCLUDE_HEADERS is off.
# The method says which of the class's companions are wrapped with it: see itk_wrap_one_type.
macro(itk_wrap_class class)
  if("${class}" MATCHES "^([^:]+)::(.*::)?([^:]+)$")
    set(_swig_name "${CMAKE_MATCH_1}${CMAKE_MATCH_3}")
  else()
    set(_swig_name "${class}")
  endif()
  itk_wrap_named_class("${class}" "${_swig_name}" ${ARGN})
  if(WRAPPER_AUTO_INCLUDE_HEADERS)
    itk_wrap_include("${_swig_name}.h")
  endif()
endmacro()

# The same with a SWIG name of one's choice, and without the header.
macro(itk_wrap_named_class class swig_name)
  set(_wrap_methods
    POINTER
    POINTER_WITH_CONST_POINTER
    POINTER_WITH_SUPERCLASS
    POINTER_WITH_2_SUPERCLASSES
    EXPLICIT_SPECIALIZATION
    POINTER_WITH_EXPLICIT_SPECIALIZATION
    ENUM
    AUTOPOINTER
  )
  if("${ARGC}" GREATER 3)
    message(SEND_ERROR "itk_wrap_class: too many arguments for ${class}.")
  elseif("${ARGC}" EQUAL 3 AND NOT "${ARGV2}" IN_LIST _wrap_methods)
    message(SEND_ERROR "itk_wrap_class: '${ARGV2}' is not a way to wrap ${class}. There are: ${_wrap_methods}.")
  endif()
  set(WRAPPER_CLASS "${class}")
  set(WRAPPER_SWIG_NAME "${swig_name}")
  set(WRAPPER_WRAP_METHOD "${ARGN}")
  set(WRAPPER_TEMPLATES "")
  set(WRAPPER_WARN_ABOUT_NO_TEMPLATE ON)
endmacro()

# End the class that itk_wrap_class began. Each itk_wrap_template has already done its work; what is left are
# the instantiations that a .wrap file put into WRAPPER_TEMPLATES ("<mangle> # <parameters>", from the itk_Wrap_
# lists of WrapITKTypes.cmake), and to tell of a class that got none at all.
macro(itk_end_wrap_class)
  foreach(_template ${WRAPPER_TEMPLATES})
    if("${_template}" MATCHES "^([0-9A-Za-z_]*) *# *(.*)$")
      itk_wrap_template("${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  if(WRAPPER_WARN_ABOUT_NO_TEMPLATE)
    message("Warning: No template declared for ${WRAPPER_CLASS}. Perhaps you should turn on more WRAP_* options?")
  endif()
endmacro()

# itk_wrap_simple_class(<class> [<method>]): a class that is not a template, from beginning to end.
macro(itk_wrap_simple_class class)
  itk_wrap_class("${class}" ${ARGN})
  set(WRAPPER_WARN_ABOUT_NO_TEMPLATE OFF)
  itk_wrap_one_type("${WRAPPER_WRAP_METHOD}" "${WRAPPER_CLASS}" "${WRAPPER_SWIG_NAME}")
  itk_end_wrap_class()
endmacro()

macro(itk_wrap_named_simple_class class swig_name)
  itk_wrap_named_class("${class}" "${swig_name}" ${ARGN})
  set(WRAPPER_WARN_ABOUT_NO_TEMPLATE OFF)
  itk_wrap_one_type("${WRAPPER_WRAP_METHOD}" "${WRAPPER_CLASS}" "${WRAPPER_SWIG_NAME}")
endmacro()

# Include a header (once) in the current type. <header> in angle brackets stays as it is.
macro(itk_wrap_include include_file)
  if(NOT "${include_file}" IN_LIST WRAPPER_INCLUDE_FILES)
    list(APPEND WRAPPER_INCLUDE_FILES "${include_file}")
  endif()
endmacro()

# itk_wrap_one_type(<method> <class> <SWIG name> [<template parameters>])
# Wrap one instantiation and its companions: Superclass and Superclass::Superclass before it (so that SWIG
# knows a class's bases), then the pointer types.
macro(itk_wrap_one_type wrap_method wrap_class swig_name)
  if("${ARGC}" GREATER 3 AND NOT "${ARGV3}" STREQUAL "")
    set(_full_class "${wrap_class}< ${ARGV3} >")
  else()
    set(_full_class "${wrap_class}")
  endif()
  if("${wrap_method}" MATCHES "2_SUPERCLASSES")
    itk_wrap_simple_type("${_full_class}::Superclass::Superclass" "${swig_name}_Superclass_Superclass")
    itk_wrap_simple_type("${_full_class}::Superclass::Superclass::Pointer" "${swig_name}_Superclass_Superclass_Pointer")
  endif()
  if("${wrap_method}" MATCHES "SUPERCLASS")
    itk_wrap_simple_type("${_full_class}::Superclass" "${swig_name}_Superclass")
    itk_wrap_simple_type("${_full_class}::Superclass::Pointer" "${swig_name}_Superclass_Pointer")
  endif()
  if("${wrap_method}" MATCHES "CONST_POINTER")
    itk_wrap_simple_type("${_full_class}::ConstPointer" "${swig_name}_ConstPointer")
  endif()
  itk_wrap_simple_type("${_full_class}" "${swig_name}")
  if("${wrap_method}" STREQUAL "AUTOPOINTER")
    itk_wrap_simple_type("${_full_class}::SelfAutoPointer" "${swig_name}_AutoPointer")
  elseif("${wrap_method}" MATCHES "POINTER")
    itk_wrap_simple_type("${_full_class}::Pointer" "${swig_name}_Pointer")
  endif()
endmacro()

# One alias, in everything that lists aliases.
macro(itk_wrap_simple_type wrap_class swig_name)
  string(APPEND CASTXML_TYPEDEFS "    using ${swig_name}=${wrap_class};\n")
  string(APPEND CASTXML_FORCE_INSTANTIATE "    (void)sizeof(${swig_name});\n")
  string(APPEND SWIG_INTERFACE_TYPEDEFS "using ${swig_name} = ${wrap_class};\n")

  if("${swig_name}" MATCHES "^(.+)_Pointer$")
    add_python_pointer_typemap("${CMAKE_MATCH_1}")
  endif()
  if("${wrap_class}" MATCHES "^itk::(Index|Offset|Size)< *([0-9]+) *>$")
    add_python_seq_typemap("${swig_name}" "${CMAKE_MATCH_2}")
  endif()
  if(NOT "${swig_name}" MATCHES "_(Const|Auto)?Pointer$|_Superclass$")
    if("${wrap_class}" MATCHES "^([^<]+)< *(.+) *>$")
      add_python_config_template("${CMAKE_MATCH_1}" "${swig_name}" "${CMAKE_MATCH_2}")
    else()
      add_python_config_template("${wrap_class}" "${swig_name}" "")
    endif()
  endif()
endmacro()

# ---- instantiations ------------------------------------------------------------------------------------

# itk_wrap_template(<mangle> <template parameters>)
# One instantiation of the class that was begun last. The mangle follows the class's SWIG name; parameters are
# C++, separated by commas. Both are mostly put together from the ITKM_ and ITKT_ tables.
macro(itk_wrap_template name types)
  set(WRAPPER_WARN_ABOUT_NO_TEMPLATE OFF)
  itk_wrap_one_type("${WRAPPER_WRAP_METHOD}" "${WRAPPER_CLASS}" "${WRAPPER_SWIG_NAME}${name}" "${types}")
endmacro()

# Image filters. A dimension condition, where one is given, comes last: a list of dimensions ("3", "2;3"), or
# "n+" for n and above. Only dimensions of ITK_WRAP_IMAGE_DIMS are ever wrapped.

# itk_wrap_image_filter(<pixel types> <count> [<dimension condition>])
# For each pixel type: `count` template parameters, all the same image type.
macro(itk_wrap_image_filter param_types param_count)
  foreach(_pixel_type ${param_types})
    set(_pixel_types "")
    foreach(_i RANGE 1 ${param_count})
      list(APPEND _pixel_types ${_pixel_type})
    endforeach()
    itk_wrap_image_filter_types(${_pixel_types} ${ARGN})
  endforeach()
endmacro()

# itk_wrap_image_filter_combinations(<pixel types>... [<dimension condition>])
# Every combination of the lists, one list for each template parameter.
macro(itk_wrap_image_filter_combinations)
  itk_pixel_type_combinations(_combinations ${ARGC} "${ARGV0}" "${ARGV1}" "${ARGV2}" "${ARGV3}" "${ARGV4}")
  foreach(_combination ${_combinations})
    string(REPLACE "#" ";" _combination "${_combination}")
    itk_wrap_image_filter_types(${_combination})
  endforeach()
endmacro()

# Combinations as a list of "A#B#…" (CMake has no lists of lists), with the condition at each one's end.
# Of the arguments after `count`, the first `count` are meant. Nothing comes of an empty list.
function(itk_pixel_type_combinations result count)
  if(count GREATER 5)
    message(SEND_ERROR "itk_wrap_image_filter_combinations: more than five arguments for ${WRAPPER_CLASS}.")
  endif()
  math(EXPR last "${count} + 1")
  foreach(i RANGE 2 ${last})
    set(items "${ARGV${i}}")
    if(items MATCHES "^[0-9]")
      string(REPLACE ";" "#" items "${items}")
    endif()
    if(i EQUAL 2)
      set(combinations ${items})
      continue()
    endif()
    set(longer "")
    foreach(combination ${combinations})
      foreach(item ${items})
        list(APPEND longer "${combination}#${item}")
      endforeach()
    endforeach()
    set(combinations ${longer})
  endforeach()
  set(${result} "${combinations}" PARENT_SCOPE)
endfunction()

# itk_wrap_image_filter_types(<pixel type>... [<dimension condition>])
# One template parameter for each pixel type, in every dimension. A vector pixel type (VF, VD) stands for one
# with each of ITK_WRAP_VECTOR_COMPONENTS.
macro(itk_wrap_image_filter_types)
  set(_pixels "")
  set(_condition "")
  foreach(_argument ${ARGV})
    if("${_argument}" MATCHES "^[0-9]")
      list(APPEND _condition "${_argument}")
    else()
      list(APPEND _pixels "${_argument}")
    endif()
  endforeach()
  itk_wrap_filter_dims(_dims "${_condition}")

  intersection(_vectors "${_pixels}" "${WRAP_ITK_VECTOR}")
  set(_components 1)
  if(_vectors)
    set(_components ${ITK_WRAP_VECTOR_COMPONENTS})
  endif()

  foreach(_component ${_components})
    foreach(_d ${_dims})
      set(_mangle "")
      set(_parameters "")
      foreach(_pixel ${_pixels})
        if("${_pixel}" IN_LIST WRAP_ITK_VECTOR)
          set(_pixel "${_pixel}${_component}")
        endif()
        if(NOT DEFINED ITKT_I${_pixel}${_d})
          message(FATAL_ERROR "Wrapping ${WRAPPER_CLASS}: there is no image type of '${_pixel}' pixels.")
        endif()
        string(APPEND _mangle "${ITKM_I${_pixel}${_d}}")
        list(APPEND _parameters "${ITKT_I${_pixel}${_d}}")
      endforeach()
      string(REPLACE ";" ", " _parameters "${_parameters}")
      itk_wrap_template("${_mangle}" "${_parameters}")
    endforeach()
  endforeach()
endmacro()

# The wrapped dimensions that meet the condition, into `var_name`; with an empty condition, all of them.
macro(itk_wrap_filter_dims var_name dimension_condition)
  if("${dimension_condition}" STREQUAL "")
    set(${var_name} ${ITK_WRAP_IMAGE_DIMS})
  elseif("${dimension_condition}" MATCHES "^([0-9]+)\\+$")
    set(_least ${CMAKE_MATCH_1})
    set(${var_name} "")
    foreach(_dimension ${ITK_WRAP_IMAGE_DIMS})
      if(NOT _dimension LESS _least)
        list(APPEND ${var_name} ${_dimension})
      endif()
    endforeach()
  else()
    intersection(${var_name} "${dimension_condition}" "${ITK_WRAP_IMAGE_DIMS}")
  endif()
endmacro()

include("${CMAKE_CURRENT_LIST_DIR}/macro_files/itk_auto_load_submodules.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/macro_files/itk_end_wrap_module.cmake")
