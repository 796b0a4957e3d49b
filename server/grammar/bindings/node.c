// Gives the parser to npm's `tree-sitter`: an object { name, language }, as that package expects it. For tests and
// benchmarks, which compile it (test/support/nativeGrammar.ts); the product uses the wasm.
#include <node_api.h>

#include "tree_sitter/parser.h"

const TSLanguage *tree_sitter_cmake(void);

// The tag by which the package knows a language: LANGUAGE_TYPE_TAG in its src/language.cc.
static const napi_type_tag LANGUAGE_TYPE_TAG = {0x8AF2E5212AD58ABF, 0xD5006CAD83ABBA16};

static napi_value init(napi_env env, napi_value exports) {
  napi_value name, language;
  napi_status status = napi_create_string_utf8(env, "cmake", NAPI_AUTO_LENGTH, &name);
  if (status == napi_ok) status = napi_set_named_property(env, exports, "name", name);
  if (status == napi_ok) status = napi_create_external(env, (void *)tree_sitter_cmake(), NULL, NULL, &language);
  if (status == napi_ok) status = napi_type_tag_object(env, language, &LANGUAGE_TYPE_TAG);
  if (status == napi_ok) status = napi_set_named_property(env, exports, "language", language);
  if (status != napi_ok) napi_throw_error(env, NULL, "the CMake language could not be handed to tree-sitter");
  return exports;
}

NAPI_MODULE(tree_sitter_cmake, init)
