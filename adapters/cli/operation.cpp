#include "adapters/cli/operation.hpp"

#include "adapters/cli/output.hpp"

namespace umlauf::cli {

int carry_out(StoreOptions& store, service::Request request) {
  if (const auto opened = store.open(); !opened) return fail(opened.error());
  const auto caller = store.caller();
  if (!caller) return fail(caller.error());
  const auto answer = store.engine().execute(std::move(request), *caller);
  if (!answer) return fail(answer.error());
  if (store.json()) print_json(feel::Value(feel::Context{{"ok", true}}));
  return kExitOk;
}

}  // namespace umlauf::cli
