#pragma once

#include <string>
#include <vector>

#include "engine/feel/value.hpp"

namespace umlauf::cli_test {

struct Outcome {
  int status = -1;  ///< the exit status; 128 + n where signal n ended it
  std::string out;
  std::string err;
};

/// Runs the program `umlauf` as a user does, in English unless `language` says otherwise, with
/// `input` on its standard input.
Outcome run(const std::vector<std::string>& arguments, const std::string& language = "C",
            const std::string& input = "");

/// Runs it at a terminal where a person types a line, or presses keys, at each prompt `> `; `home`
/// is that person's folder. What the terminal shows is `out`.
Outcome run_at_terminal(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& lines, const std::string& home);

/// A folder of its own for each test, gone afterwards.
class Folder {
 public:
  Folder();
  ~Folder();
  std::string path(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

std::string read(const std::string& path);
/// The standard output as JSON; a failed expectation and null where it is none.
feel::Value json(const Outcome& outcome);
/// The text of a member, "" where there is none.
std::string text(const feel::Value& value, const std::string& member);

}  // namespace umlauf::cli_test
