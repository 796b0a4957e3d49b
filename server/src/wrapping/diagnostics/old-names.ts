/**
 * Macros and variables of older versions of the wrapping, with their current names. Sources: WrapITK's
 * CreateWrapITKInputs.cmake up to ITK 3.20, and Wrapping/TypedefMacros.cmake since ITK 4.0.
 */

const macros: Readonly<Record<string, string>> = {
  // In .wrap files, which used to be wrap_*.cmake files.
  wrap_class: 'itk_wrap_class',
  wrap_named_class: 'itk_wrap_named_class',
  wrap_non_template_class: 'itk_wrap_simple_class',
  wrap_named_non_template_class: 'itk_wrap_named_simple_class',
  wrap_simple_class: 'itk_wrap_simple_class',
  wrap_named_simple_class: 'itk_wrap_named_simple_class',
  end_wrap_class: 'itk_end_wrap_class',
  wrap_template: 'itk_wrap_template',
  wrap_include: 'itk_wrap_include',
  wrap_image_filter: 'itk_wrap_image_filter',
  wrap_image_filter_types: 'itk_wrap_image_filter_types',
  wrap_image_filter_combinations: 'itk_wrap_image_filter_combinations',
  filter_dims: 'itk_wrap_filter_dims',
  wrap_filter_dims: 'itk_wrap_filter_dims',
  add_one_typedef: 'itk_wrap_one_type',
  wrap_one_type: 'itk_wrap_one_type',
  add_simple_typedef: 'itk_wrap_simple_type',
  wrap_simple_type: 'itk_wrap_simple_type',
  // In the CMakeLists.txt of a module.
  wrap_library: 'itk_wrap_module',
  wrap_itk_library: 'itk_wrap_module',
  begin_wrapper_library: 'itk_wrap_module',
  itk_wrap_library: 'itk_wrap_module',
  end_wrap_library: 'itk_end_wrap_module',
  end_wrap_itk_library: 'itk_end_wrap_module',
  end_wrapper_library: 'itk_end_wrap_module',
  itk_end_wrap_library: 'itk_end_wrap_module',
  wrapper_library_create_library: 'itk_end_wrap_module',
  auto_include_modules: 'itk_auto_load_submodules',
  auto_load_submodules: 'itk_auto_load_submodules',
  wrapper_library_create_wrap_files: 'itk_auto_load_submodules',
  wrapper_library_auto_include_wrap_files: 'itk_auto_load_submodules',
};

const variables: Readonly<Record<string, string>> = {
  WRAPPER_LIBRARY_GROUPS: 'WRAPPER_SUBMODULE_ORDER',
  WRAPPER_LIBRARY_CABLESWIG_INPUTS: 'WRAPPER_LIBRARY_SWIG_INPUTS',
  WRAP_ITK_DIMS: 'ITK_WRAP_IMAGE_DIMS',
  ITK_WRAP_DIMS: 'ITK_WRAP_IMAGE_DIMS',
  WRAP_ITK_VECTOR_COMPONENTS: 'ITK_WRAP_VECTOR_COMPONENTS',
  WRAP_ITK_PYTHON: 'ITK_WRAP_PYTHON',
  WRAP_ITK_LIBRARIES: 'WRAP_ITK_MODULES',
};

/** `WRAP_float`, `WRAP_vector_float` and other options for pixel types, whose names begin with ITK_ since ITK 4. */
const PIXEL_OPTION =
  /^WRAP_((?:(?:covariant_)?vector_|rgba?_|complex_)?(?:float|double)|(?:rgba?_)?(?:un)?signed_(?:char|short|int|long|long_long))$/;

/** The current name of an old macro, or null if it is not one. The case of `name` does not matter. */
export function newNameOfMacro(name: string): string | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(macros, lower) ? macros[lower]! : null;
}

/** The current name of an old variable, or null if it is not one. */
export function newNameOfVariable(name: string): string | null {
  if (Object.hasOwn(variables, name)) return variables[name]!;
  const option = PIXEL_OPTION.exec(name)?.[1];
  return option === undefined ? null : `ITK_WRAP_${option}`;
}
