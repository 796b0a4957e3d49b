# Basic types, and the lists of the pixel types that the options ask for.
#
# Three tables, used all over the .wrap files: for a short name x, ITKT_x is the C++ type, ITKM_x what stands
# for it in an alias (the mangle), and, for types that are classes, ITKN_x its SWIG name.

set(ITKT_B "bool")
set(ITKM_B "B")
set(ITKT_UC "unsigned char")
set(ITKM_UC "UC")
set(ITKT_US "unsigned short")
set(ITKM_US "US")
set(ITKT_UI "unsigned int")
set(ITKM_UI "UI")
set(ITKT_UL "unsigned long")
set(ITKM_UL "UL")
set(ITKT_SC "signed char")
set(ITKM_SC "SC")
set(ITKT_SS "signed short")
set(ITKM_SS "SS")
set(ITKT_SI "signed int")
set(ITKM_SI "SI")
set(ITKT_SL "signed long")
set(ITKM_SL "SL")
set(ITKT_F "float")
set(ITKM_F "F")
set(ITKT_D "double")
set(ITKM_D "D")

# Dimensions, and one more than each of them.
set(ITK_WRAP_IMAGE_DIMS_INCREMENTED "")
foreach(d ${ITK_WRAP_IMAGE_DIMS})
  increment(d_inc ${d})
  list(APPEND ITK_WRAP_IMAGE_DIMS_INCREMENTED ${d} ${d_inc})
endforeach()
list(REMOVE_DUPLICATES ITK_WRAP_IMAGE_DIMS_INCREMENTED)

# Append `name` to `list_name` when the option ITK_WRAP_<type> is on.
macro(itk_select_type list_name name type)
  if(ITK_WRAP_${type})
    list(APPEND ${list_name} "${name}")
  endif()
endmacro()

set(WRAP_ITK_USIGN_INT "")
itk_select_type(WRAP_ITK_USIGN_INT "UC" unsigned_char)
itk_select_type(WRAP_ITK_USIGN_INT "US" unsigned_short)

set(WRAP_ITK_SIGN_INT "")
itk_select_type(WRAP_ITK_SIGN_INT "SS" signed_short)

set(WRAP_ITK_REAL "")
itk_select_type(WRAP_ITK_REAL "F" float)
itk_select_type(WRAP_ITK_REAL "D" double)

set(WRAP_ITK_RGB "")
itk_select_type(WRAP_ITK_RGB "RGBUC" rgb_unsigned_char)
itk_select_type(WRAP_ITK_RGB "RGBUS" rgb_unsigned_short)

set(WRAP_ITK_VECTOR_REAL "")
itk_select_type(WRAP_ITK_VECTOR_REAL "VF" vector_float)
itk_select_type(WRAP_ITK_VECTOR_REAL "VD" vector_double)

set(WRAP_ITK_INT ${WRAP_ITK_SIGN_INT} ${WRAP_ITK_USIGN_INT})
set(WRAP_ITK_SCALAR ${WRAP_ITK_INT} ${WRAP_ITK_REAL})
set(WRAP_ITK_VECTOR ${WRAP_ITK_VECTOR_REAL})
set(WRAP_ITK_COLOR ${WRAP_ITK_RGB})
set(WRAP_ITK_ALL_TYPES ${WRAP_ITK_RGB} ${WRAP_ITK_VECTOR} ${WRAP_ITK_SCALAR})

# The selected types that are narrower than a given one.
intersection(SMALLER_THAN_D "F;US;UC;SS" "${WRAP_ITK_SCALAR}")
intersection(SMALLER_THAN_F "US;UC;SS" "${WRAP_ITK_SCALAR}")
intersection(SMALLER_THAN_US "UC" "${WRAP_ITK_INT}")
intersection(SMALLER_THAN_SS "UC" "${WRAP_ITK_INT}")
