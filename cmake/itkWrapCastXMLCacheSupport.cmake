# Brings the CastXML cache and the igenerator stamps to an ITK that has neither, without touching its sources.
#
#   cmake -DCMAKE_PROJECT_ITK_INCLUDE=<this file> <build folder>
#
# CMake includes this file right after ITK's project() command. It stands in front of add_custom_command: a command that
# runs CastXML for the wrapping gets the cache as its launcher, and one that runs igenerator.py gets a stamp as an output,
# written last and only when every pkl file that the module's index files list is there. That one and those that run SWIG for
# Python get the cache as their launcher, too. The launchers write depfiles, from which ninja learns what the tools read. All other
# commands pass unchanged.
# For an external module, name its own project: CMAKE_PROJECT_<name>_INCLUDE. To undo, unset the variable and configure again.
#
# Options:
#   ITK_WRAP_CASTXML_CACHE            ON     run CastXML through the cache
#   ITK_WRAP_CASTXML_CACHE_LAUNCHER          the command, a list; default: dist/itk-castxml-cache beside this file's folder
#   ITK_WRAP_CASTXML_CACHE_MAX_DAYS   13.9   after a full build, entries not used for so long are evicted; 0: never
#   ITK_WRAP_PKL_STAMPS               ON     give each module's igenerator run a stamp
#   ITK_WRAP_IGENERATOR_CACHE         ON     run igenerator.py through the cache, type by type
#   ITK_WRAP_IGENERATOR_CACHE_LAUNCHER       the command, a list; default: dist/itk-igenerator-cache beside this file's folder
#   ITK_WRAP_IGENERATOR_CACHE_MAX_ARGUMENTS  4000: longer arguments of igenerator.py are kept in a file that the launcher reads
#   ITK_WRAP_SWIG_CACHE               ON     run SWIG through the cache
#   ITK_WRAP_SWIG_CACHE_LAUNCHER             the command, a list; default: dist/itk-swig-cache beside this file's folder
#   ITK_WRAP_CASTXML_CACHE_CHAIN             a file to include first, where the variable was already in use
#
# The same file, run as a script, is the end of each igenerator command: see "Script mode" below.

# ---- Script mode: check a module's pkl files and write its stamp -----------------------------------------------------
if(CMAKE_SCRIPT_MODE_FILE)
  # -DSTAMP=<file> -DINDEX_LIST=<file with one index.txt path a line>
  set(listed 0)
  set(missing "")
  if(EXISTS "${INDEX_LIST}")
    file(STRINGS "${INDEX_LIST}" index_files ENCODING UTF-8)
    foreach(index_file IN LISTS index_files)
      if(NOT EXISTS "${index_file}")
        list(APPEND missing "${index_file}")
        continue()
      endif()
      file(STRINGS "${index_file}" pkl_files ENCODING UTF-8)
      foreach(pkl_file IN LISTS pkl_files)
        math(EXPR listed "${listed} + 1")
        if(NOT EXISTS "${pkl_file}")
          list(APPEND missing "${pkl_file}")
        endif()
      endforeach()
    endforeach()
  endif()
  if(missing)
    list(LENGTH missing count)
    list(JOIN missing "\n  " missing)
    message(
      FATAL_ERROR
      "igenerator ended well, but ${count} of its files are missing, so that pyi_generator.py would fail:\n  ${missing}\n"
      "The stamp ${STAMP} is not written; the next build runs igenerator for this module again."
    )
  endif()
  file(WRITE "${STAMP}" "${listed} pkl\n")
  return()
endif()

# ---- Included by project() -------------------------------------------------------------------------------------------
if(ITK_WRAP_CASTXML_CACHE_CHAIN)
  include("${ITK_WRAP_CASTXML_CACHE_CHAIN}")
endif()

option(ITK_WRAP_CASTXML_CACHE "Run CastXML through the content-addressed cache." ON)
option(ITK_WRAP_IGENERATOR_CACHE "Run igenerator.py through the content-addressed cache, type by type." ON)
option(ITK_WRAP_SWIG_CACHE "Run SWIG through the content-addressed cache." ON)
option(ITK_WRAP_PKL_STAMPS "Give each module's igenerator run a stamp, so that a missing pkl can be repaired." ON)
set(ITK_WRAP_CASTXML_CACHE_MAX_DAYS
  "13.9"
  CACHE STRING
  "Cache entries not used for so many days are evicted after a full build; 0: never."
)
get_filename_component(_itk_wrap_cache_default "${CMAKE_CURRENT_LIST_DIR}/../dist/itk-castxml-cache" ABSOLUTE)
set(ITK_WRAP_CASTXML_CACHE_LAUNCHER
  "${_itk_wrap_cache_default}"
  CACHE STRING
  "The command that CastXML runs through."
)
foreach(_itk_wrap_cache_tool IN ITEMS igenerator swig)
  string(TOUPPER "${_itk_wrap_cache_tool}" _itk_wrap_cache_name)
  get_filename_component(
    _itk_wrap_cache_default
    "${CMAKE_CURRENT_LIST_DIR}/../dist/itk-${_itk_wrap_cache_tool}-cache"
    ABSOLUTE
  )
  set(ITK_WRAP_${_itk_wrap_cache_name}_CACHE_LAUNCHER
    "${_itk_wrap_cache_default}"
    CACHE STRING
    "The command that ${_itk_wrap_cache_tool} runs through."
  )
  mark_as_advanced(ITK_WRAP_${_itk_wrap_cache_name}_CACHE ITK_WRAP_${_itk_wrap_cache_name}_CACHE_LAUNCHER)
endforeach()
mark_as_advanced(
  ITK_WRAP_CASTXML_CACHE
  ITK_WRAP_PKL_STAMPS
  ITK_WRAP_CASTXML_CACHE_MAX_DAYS
  ITK_WRAP_CASTXML_CACHE_LAUNCHER
)
unset(_itk_wrap_cache_default)
# cmd.exe takes 8191 characters, and the launcher, the folder and the commands for the stamp need some of them.
set(ITK_WRAP_IGENERATOR_CACHE_MAX_ARGUMENTS
  "4000"
  CACHE STRING
  "Arguments of igenerator.py with more characters than this are kept in a file that its launcher reads."
)
mark_as_advanced(ITK_WRAP_IGENERATOR_CACHE_MAX_ARGUMENTS)

if(CMAKE_VERSION VERSION_LESS 3.19)
  message(WARNING "The CastXML cache and the stamps need CMake 3.19 or later; this one is ${CMAKE_VERSION}.")
  return()
endif()
if(COMMAND _add_custom_command)
  message(
    WARNING
    "Another file already stands in front of add_custom_command: the CastXML cache and the stamps are not set up."
  )
  return()
endif()

set_property(GLOBAL PROPERTY ITK_WRAP_CACHE_SUPPORT_FILE "${CMAKE_CURRENT_LIST_FILE}")
set_property(GLOBAL PROPERTY ITK_WRAP_CACHE_LAUNCHER "")
set_property(GLOBAL PROPERTY ITK_WRAP_IGENERATOR_LAUNCHER "")
set_property(GLOBAL PROPERTY ITK_WRAP_SWIG_LAUNCHER "")
if(ITK_WRAP_CASTXML_CACHE)
  list(GET ITK_WRAP_CASTXML_CACHE_LAUNCHER 0 _itk_wrap_cache_client)
  list(GET ITK_WRAP_CASTXML_CACHE_LAUNCHER -1 _itk_wrap_cache_program)
  if(EXISTS "${_itk_wrap_cache_program}")
    set(_itk_wrap_cache_launcher "${ITK_WRAP_CASTXML_CACHE_LAUNCHER}")
    if(NOT _itk_wrap_cache_client MATCHES "/itk-castxml-cache-client$")
      unset(_itk_wrap_cache_client)
    elseif(NOT EXISTS "${_itk_wrap_cache_client}")
      # The launcher also works without the client of its server.
      list(REMOVE_AT _itk_wrap_cache_launcher 0)
      unset(_itk_wrap_cache_client)
    endif()
    set_property(GLOBAL PROPERTY ITK_WRAP_CACHE_LAUNCHER "${_itk_wrap_cache_launcher}")
    unset(_itk_wrap_cache_launcher)
  else()
    message(
      STATUS
      "CastXML runs without its cache: there is no ${_itk_wrap_cache_program}. Set ITK_WRAP_CASTXML_CACHE_LAUNCHER."
    )
  endif()
  unset(_itk_wrap_cache_program)
endif()
foreach(_itk_wrap_cache_name IN ITEMS IGENERATOR SWIG)
  if(ITK_WRAP_${_itk_wrap_cache_name}_CACHE)
    list(GET ITK_WRAP_${_itk_wrap_cache_name}_CACHE_LAUNCHER -1 _itk_wrap_cache_program)
    if(EXISTS "${_itk_wrap_cache_program}")
      set(_itk_wrap_cache_launcher "${ITK_WRAP_${_itk_wrap_cache_name}_CACHE_LAUNCHER}")
      # The server also has the hits of SWIG.
      if(DEFINED _itk_wrap_cache_client AND "${_itk_wrap_cache_launcher}" MATCHES "^/[^;]*/itk-swig-cache$")
        list(INSERT _itk_wrap_cache_launcher 0 "${_itk_wrap_cache_client}")
      endif()
      set_property(GLOBAL PROPERTY ITK_WRAP_${_itk_wrap_cache_name}_LAUNCHER "${_itk_wrap_cache_launcher}")
      unset(_itk_wrap_cache_launcher)
    else()
      message(
        STATUS
        "A tool runs without the cache: there is no ${_itk_wrap_cache_program}. Set ITK_WRAP_${_itk_wrap_cache_name}_CACHE_LAUNCHER."
      )
    endif()
  endif()
endforeach()
unset(_itk_wrap_cache_client)
unset(_itk_wrap_cache_program)
unset(_itk_wrap_cache_name)
unset(_itk_wrap_cache_tool)

set(_itk_wrap_cache_dir "${CMAKE_BINARY_DIR}/CMakeFiles/itk-wrap-cache")
set_property(GLOBAL PROPERTY ITK_WRAP_CACHE_DIR "${_itk_wrap_cache_dir}")
unset(_itk_wrap_cache_dir)

# The commands of ITK's wrapping are changed, all others handed on as they are. Arguments go through bracket quotes, so
# that empty ones and those with semicolons, quotes or backslashes arrive unharmed.
function(add_custom_command)
  if(ARGC EQUAL 0)
    _add_custom_command()
    return()
  endif()
  math(EXPR last "${ARGC} - 1")
  set(kind "")
  set(castxml_at -1)
  set(swig_at -1)
  set(python_at -1)
  set(own_cache FALSE)
  set(own_depfile FALSE)
  set(outputs_end -1)
  set(arguments_end -1)
  # What may follow the arguments of a command.
  set(keywords
    APPEND
    BYPRODUCTS
    CODEGEN
    COMMAND
    COMMAND_EXPAND_LISTS
    COMMENT
    DEPENDS
    DEPENDS_EXPLICIT_ONLY
    DEPFILE
    IMPLICIT_DEPENDS
    JOB_POOL
    JOB_SERVER_AWARE
    MAIN_DEPENDENCY
    USES_TERMINAL
    VERBATIM
    WORKING_DIRECTORY
  )
  set(previous "")
  foreach(i RANGE ${last})
    set(word "${ARGV${i}}")
    if(word STREQUAL "--castxml-start")
      set(kind castxml)
    elseif(word MATCHES "(^|/)igenerator\\.py$" AND NOT kind)
      set(kind igenerator)
      if(previous MATCHES "(^|/)[Pp]ython[^/]*$")
        math(EXPR python_at "${i} - 1")
      endif()
    elseif(word STREQUAL "-python" AND previous STREQUAL "-c++" AND swig_at GREATER 0 AND NOT kind)
      set(kind swig)
    elseif(word MATCHES "(^|/)swig[^/]*$" AND swig_at EQUAL -1 AND previous MATCHES "^COMMAND$|(^|/)ccache(\\.exe)?$")
      set(swig_at ${i})
    elseif(word STREQUAL "${CASTXML_EXECUTABLE}" AND castxml_at EQUAL -1)
      set(castxml_at ${i})
    elseif(word MATCHES "(^|/)itk-castxml-cache[^/]*$" AND castxml_at EQUAL -1)
      set(own_cache TRUE)
    elseif(word STREQUAL "DEPFILE")
      set(own_depfile TRUE)
    elseif(word MATCHES "^(BYPRODUCTS|COMMAND|DEPENDS|WORKING_DIRECTORY|COMMENT)$" AND outputs_end EQUAL -1)
      set(outputs_end ${i})
    endif()
    if(kind STREQUAL "igenerator" AND arguments_end EQUAL -1 AND word IN_LIST keywords)
      set(arguments_end ${i})
    endif()
    if(previous MATCHES "^--(mdx|pkl_dir|pkl_stamp|library-output-dir|pyi_index_list)$")
      if(NOT DEFINED "${previous}")
        set(${previous} "${word}")
      endif()
    endif()
    set(previous "${word}")
  endforeach()

  # `before_<i>` goes before argument <i>; argument `dropped` and those from `moved_begin` to `moved_end` are left out; `stamp`
  # adds commands around the others.
  set(dropped -1)
  set(moved_begin -1)
  set(moved_end -1)
  set(stamp "")
  set(depfile "")
  set(cmp0116 NEW)
  if(kind STREQUAL "castxml")
    get_property(launcher GLOBAL PROPERTY ITK_WRAP_CACHE_LAUNCHER)
    if(launcher AND NOT own_cache AND castxml_at GREATER 0)
      set(before_${castxml_at} "${launcher}")
      # ccache knows nothing of CastXML's output and would stand in the way.
      math(EXPR at "${castxml_at} - 1")
      if("${ARGV${at}}" MATCHES "(^|/)ccache(\\.exe)?$")
        set(dropped ${at})
      endif()
      set_property(GLOBAL APPEND PROPERTY ITK_WRAP_CACHE_XML "${ARGV1}")
      list(GET launcher -1 program)
      if(program MATCHES "(^|/)itk-castxml-cache$")
        itk_wrap_cache_depfile(depfile castxml "${ARGV1}")
      endif()
      if(depfile AND ARGV0 STREQUAL "OUTPUT" AND NOT own_depfile)
        itk_wrap_cache_target(target cmp0116 "${ARGV1}")
        list(APPEND before_${castxml_at} --depfile "${depfile}" "${target}")
      else()
        set(depfile "")
      endif()
    endif()
  elseif(kind STREQUAL "swig")
    get_property(launcher GLOBAL PROPERTY ITK_WRAP_SWIG_LAUNCHER)
    if(launcher)
      set(before_${swig_at} "${launcher}")
      # ccache does not cache SWIG and would stand in the way.
      math(EXPR at "${swig_at} - 1")
      if("${ARGV${at}}" MATCHES "(^|/)ccache(\\.exe)?$")
        set(dropped ${at})
      endif()
      itk_wrap_cache_depfile(depfile swig "${ARGV1}")
      if(depfile AND ARGV0 STREQUAL "OUTPUT" AND NOT own_depfile)
        list(APPEND before_${swig_at} --depfile "${depfile}")
      else()
        set(depfile "")
      endif()
    endif()
  endif()
  if(kind STREQUAL "igenerator" AND python_at GREATER 0)
    get_property(launcher GLOBAL PROPERTY ITK_WRAP_IGENERATOR_LAUNCHER)
    if(launcher)
      set(before_${python_at} "${launcher}")
      list(GET launcher -1 program)
      if(program MATCHES "(^|/)itk-igenerator-cache$" AND DEFINED --mdx AND arguments_end GREATER 0)
        # What CMake itself would change stays in the command.
        set(lines "")
        set(plain TRUE)
        math(EXPR first "${python_at} + 2")
        math(EXPR end "${arguments_end} - 1")
        foreach(i RANGE ${first} ${end})
          string(APPEND lines "${ARGV${i}}\n")
          if("${ARGV${i}}" MATCHES "\\$<|[\r\n]")
            set(plain FALSE)
          endif()
        endforeach()
        string(LENGTH "${lines}" length)
        if(
          plain
          AND length GREATER ITK_WRAP_IGENERATOR_CACHE_MAX_ARGUMENTS
          AND "VERBATIM" IN_LIST ARGV
          AND NOT "COMMAND_EXPAND_LISTS" IN_LIST ARGV
        )
          get_property(dir GLOBAL PROPERTY ITK_WRAP_CACHE_DIR)
          get_filename_component(module "${--mdx}" NAME_WE)
          itk_wrap_cache_write("${dir}/${module}.arguments" "${lines}")
          string(SHA256 digest "${lines}")
          string(SUBSTRING "${digest}" 0 16 digest)
          list(APPEND before_${python_at} --arguments "${dir}/${module}.arguments" "${digest}")
          set(moved_begin ${first})
          set(moved_end ${end})
        endif()
      endif()
      itk_wrap_cache_depfile(depfile igenerator "${ARGV1}")
      if(depfile AND ARGV0 STREQUAL "OUTPUT" AND NOT own_depfile)
        list(APPEND before_${python_at} --depfile "${depfile}" "${ARGV1}")
      else()
        set(depfile "")
      endif()
    endif()
  endif()
  if(kind STREQUAL "igenerator" AND ITK_WRAP_PKL_STAMPS AND ARGV0 STREQUAL "OUTPUT" AND NOT DEFINED --pkl_stamp)
    set(pkl_dir "${--pkl_dir}")
    if(NOT pkl_dir AND DEFINED --library-output-dir)
      set(pkl_dir "${--library-output-dir}/Generators/Python/itk-pkl")
    endif()
    if(pkl_dir AND DEFINED --mdx AND outputs_end GREATER 0)
      get_filename_component(module "${--mdx}" NAME_WE)
      set(stamp "${pkl_dir}/${module}.pkl.stamp")
      get_property(dir GLOBAL PROPERTY ITK_WRAP_CACHE_DIR)
      set(index_list "${dir}/${module}.index.list")
      string(REPLACE ";" "\n" lines "${--pyi_index_list}")
      itk_wrap_cache_write("${index_list}" "${lines}\n")
      get_property(support GLOBAL PROPERTY ITK_WRAP_CACHE_SUPPORT_FILE)
      set(before_${outputs_end} "${stamp}")
    endif()
  endif()

  set(code "")
  set(stamped FALSE)
  foreach(i RANGE ${last})
    foreach(word IN LISTS before_${i})
      string(APPEND code " [==[${word}]==]")
    endforeach()
    if(stamp AND NOT stamped AND "${ARGV${i}}" STREQUAL "COMMAND")
      # The old stamp goes first: where one is, the module's last run was whole.
      string(APPEND code " COMMAND [==[${CMAKE_COMMAND}]==] -E rm -f [==[${stamp}]==]")
      set(stamped TRUE)
    endif()
    if(NOT i EQUAL dropped AND (i LESS moved_begin OR i GREATER moved_end))
      string(APPEND code " [==[${ARGV${i}}]==]")
    endif()
  endforeach()
  if(stamp)
    string(APPEND code " COMMAND [==[${CMAKE_COMMAND}]==]")
    foreach(word IN ITEMS "-DSTAMP=${stamp}" "-DINDEX_LIST=${index_list}" "-P" "${support}")
      string(APPEND code " [==[${word}]==]")
    endforeach()
  endif()
  if(depfile)
    cmake_policy(PUSH)
    if(cmp0116 STREQUAL "OLD")
      # In this function only.
      set(CMAKE_WARN_DEPRECATED OFF)
      set(CMAKE_ERROR_DEPRECATED OFF)
    endif()
    cmake_policy(SET CMP0116 ${cmp0116})
    cmake_language(EVAL CODE "_add_custom_command(${code} DEPFILE [==[${depfile}]==])")
    cmake_policy(POP)
  else()
    cmake_language(EVAL CODE "_add_custom_command(${code})")
  endif()
endfunction()

# The depfile for a command, from which ninja learns what a tool read. Empty if CMake does not translate depfiles.
function(itk_wrap_cache_depfile variable tool output)
  set(${variable} "" PARENT_SCOPE)
  if(CMAKE_GENERATOR MATCHES "Ninja" AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.20)
    get_property(dir GLOBAL PROPERTY ITK_WRAP_CACHE_DIR)
    get_filename_component(name "${output}" NAME)
    string(SHA256 digest "${output}")
    string(SUBSTRING "${digest}" 0 8 digest)
    file(MAKE_DIRECTORY "${dir}/${tool}")
    set(${variable} "${dir}/${tool}/${name}.${digest}.d" PARENT_SCOPE)
  endif()
endfunction()

# The name of an output in a depfile, and the policy that goes with it. With the NEW policy, the build starts CMake after each run
# to turn the names in the depfile into ninja's. That takes half as long as a hit, so the launcher writes ninja's names itself if
# this CMake lets us choose OLD without a warning.
function(itk_wrap_cache_target target policy output)
  get_filename_component(name "${output}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  if(NOT POLICY CMP0218 AND NOT CMAKE_NINJA_OUTPUT_PATH_PREFIX)
    set(${policy} OLD PARENT_SCOPE)
    string(FIND "${name}" "${CMAKE_BINARY_DIR}/" at)
    if(at EQUAL 0)
      file(RELATIVE_PATH name "${CMAKE_BINARY_DIR}" "${name}")
    endif()
  else()
    set(${policy} NEW PARENT_SCOPE)
  endif()
  set(${target} "${name}" PARENT_SCOPE)
endfunction()

# Writes a file if its content differs.
function(itk_wrap_cache_write file content)
  if(EXISTS "${file}")
    file(READ "${file}" old)
    if(old STREQUAL content)
      return()
    endif()
  endif()
  file(WRITE "${file}" "${content}")
endfunction()

# At the end of the top folder: entries that nobody uses leave the cache once all XML of a full build is made.
function(itk_wrap_cache_add_eviction)
  get_property(xml_files GLOBAL PROPERTY ITK_WRAP_CACHE_XML)
  get_property(launcher GLOBAL PROPERTY ITK_WRAP_CACHE_LAUNCHER)
  get_property(dir GLOBAL PROPERTY ITK_WRAP_CACHE_DIR)
  if(NOT xml_files OR NOT ITK_WRAP_CASTXML_CACHE_MAX_DAYS OR NOT CMAKE_GENERATOR MATCHES "Ninja")
    return()
  endif()
  _add_custom_command(
    OUTPUT
      "${dir}/evicted.stamp"
    COMMAND
      ${launcher} --evict "${ITK_WRAP_CASTXML_CACHE_MAX_DAYS}"
    COMMAND
      "${CMAKE_COMMAND}" -E touch "${dir}/evicted.stamp"
    DEPENDS
      ${xml_files}
    COMMENT "Evict CastXML cache entries not used for ${ITK_WRAP_CASTXML_CACHE_MAX_DAYS} days"
    VERBATIM
  )
  add_custom_target(itkWrapCastXMLCacheEvict ALL DEPENDS "${dir}/evicted.stamp")
endfunction()
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL itk_wrap_cache_add_eviction)
