#pragma once

#include <cstddef>
#include <string>

#include "engine/service/requests.hpp"

/// The models of `umlauf bench`, written by the program so that they are always the same.
namespace umlauf::cli {

/// `count` services one after the other.
service::Document services_model(const std::string& process, std::size_t count);
/// Five services, an exclusive gateway before the fourth.
service::Document decision_model(const std::string& process);
/// One user task for the group `clerks`.
service::Document task_model(const std::string& process);
/// A fork into `count` services and a join.
service::Document fork_model(const std::string& process, std::size_t count);
/// A timer of one second.
service::Document wait_model(const std::string& process);
/// Waits for the message `paymentReceived`.
service::Document message_model(const std::string& process);
/// A business rule task that asks `rules_table`.
service::Document rules_model(const std::string& process);
/// A decision table: `count` rules over three inputs, hit policy FIRST.
service::Document rules_table(std::size_t count);
/// `tasks` tasks, every fifth for people; an exclusive gateway and its join behind every eight;
/// with a diagram.
service::Document large_model(std::size_t tasks);

}  // namespace umlauf::cli
