#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"

namespace umlauf::cli {

/// The options and operands of one subcommand, its help and its complaints in both languages.
///
///     Options options("start", {"start a case", "einen Vorgang beginnen"});
///     options.operand("PROCESS", process, {"id of the process", "Id des Prozesses"});
///     options.option("--db", database, "FILE", {"the database", "die Datenbank"});
///     options.example("umlauf start hundesteuer --db a.sqlite", {"...", "..."});
///     if (auto status = options.parse(argc, argv)) return *status;
///
/// The variables bound must outlive `parse`. `--help` belongs to every subcommand.
class Options {
 public:
  Options(std::string subcommand, Text purpose);
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  /// `names`: one or more, separated by a comma: "-q,--quiet".
  void flag(const std::string& names, bool& value, Text help);
  void option(const std::string& names, std::string& value, const std::string& placeholder,
              Text help);
  void option(const std::string& names, std::optional<std::string>& value,
              const std::string& placeholder, Text help);
  /// A whole number, not below `least`.
  void option(const std::string& names, std::int64_t& value, const std::string& placeholder,
              Text help, std::int64_t least = 0);
  /// May be given several times.
  void option(const std::string& names, std::vector<std::string>& values,
              const std::string& placeholder, Text help);
  /// Operands are taken in the order in which they were added.
  void operand(const std::string& name, std::string& value, Text help, bool required = true);
  /// All operands that remain; must be the last one added.
  void operands(const std::string& name, std::vector<std::string>& values, Text help,
                bool required = true);

  /// A line that can be typed as it stands, and what it does.
  void example(std::string line, Text meaning);
  /// A paragraph below the options.
  void note(Text paragraph);

  /// nullopt: go on. Otherwise the exit status: 0 after --help, 2 after a complaint.
  std::optional<int> parse(int argc, char** argv);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace umlauf::cli
