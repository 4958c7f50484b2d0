#pragma once

#include <memory>
#include <string>

#include "engine/organisation/organisation.hpp"
#include "engine/service/engine.hpp"

namespace umlauf::cli {

/// The story that `umlauf demo` tells: one case of the Hundesteuer on its way from role to role.
/// Each member is a scene; the clock stands at the time given and moves when days pass.
class DemoStory {
 public:
  DemoStory(std::string database, calendar::Instant now);

  Result<Done> open();
  calendar::Instant now() { return clock_.now(); }

  /// A citizen registers two dogs; the case reaches the clerk, who finds a paper missing.
  Result<Done> until_documents_are_asked_for(const std::string& business_key);
  /// Two weeks without an answer, then the papers arrive.
  Result<Done> until_documents_have_come(const std::string& business_key);
  /// Assessment, signature, notice, payment.
  Result<Done> until_the_end(const std::string& business_key);
  /// Where the tokens stand, as a tree.
  Result<Done> show(const std::string& business_key);
  /// What the journal tells, and whether the store is whole.
  Result<Done> look_back(const std::string& business_key);
  /// A file number that no case has yet.
  Result<std::string> next_business_key();
  Result<service::InstanceKey> case_of(const std::string& business_key);

 private:
  /// The person looks into the work basket, takes the task and completes it.
  Result<Done> work(const std::string& person, const std::string& business_key,
                    const std::string& task, feel::Context variables);
  Result<Done> message(const std::string& name, const std::string& business_key,
                       feel::Context variables);
  Result<Done> pass_days(std::int64_t days);

  std::string database_;
  service::ManualClock clock_;
  organisation::Organisation organisation_;
  std::unique_ptr<service::Store> store_;
  std::unique_ptr<service::Engine> engine_;
};

}  // namespace umlauf::cli
