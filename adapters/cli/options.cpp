#include "adapters/cli/options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <iostream>

#include "adapters/cli/output.hpp"

namespace umlauf::cli {

// CLI11 splits the command line; values are kept as text and converted here, and help and
// complaints are ours, because CLI11 speaks English only.
struct Options::State {
  struct Line {
    std::string left;
    Text right;
  };
  struct Number {
    CLI::Option* option;
    std::string name;
    std::string text;
    std::int64_t* value;
    std::int64_t least;
  };
  struct Operand {
    CLI::Option* option;
    std::string name;
    bool required;
  };

  CLI::App app;
  std::string subcommand;
  Text purpose;
  std::string usage;
  std::vector<Line> operand_lines;
  std::vector<Line> option_lines;
  std::vector<Line> examples;
  std::vector<Text> notes;
  std::vector<std::unique_ptr<Number>> numbers;
  std::vector<Operand> operands;
  bool help = false;

  void add_line(const std::string& names, const std::string& placeholder, Text text) {
    std::string left;
    for (char c : names) left += c == ',' ? std::string(", ") : std::string(1, c);
    if (!placeholder.empty()) left += " " + placeholder;
    option_lines.push_back({left, std::move(text)});
  }

  void add_operand(CLI::Option* option, const std::string& name, Text text, bool required,
                   bool many) {
    operands.push_back({option, name, required});
    operand_lines.push_back({name, std::move(text)});
    usage += required ? " " + name : " [" + name;
    if (many) usage += " ...";
    if (!required) usage += "]";
  }

  void print_lines(std::ostream& out, const std::vector<Line>& lines) const {
    std::size_t width = 0;
    for (const Line& line : lines) width = std::max(width, width_of(line.left));
    for (const Line& line : lines)
      out << "  " << padded(line.left, width) << "  " << localized(line.right) << '\n';
  }

  void print_help(std::ostream& out) const {
    out << "umlauf " << subcommand << ": " << localized(purpose) << "\n\n"
        << localized("usage", "Aufruf") << ": umlauf " << subcommand
        << localized(" [options]", " [Optionen]") << usage << "\n";
    if (!operand_lines.empty()) {
      out << '\n';
      print_lines(out, operand_lines);
    }
    out << '\n' << localized("options", "Optionen") << ":\n";
    print_lines(out, option_lines);
    for (const Text& note : notes) out << '\n' << localized(note) << '\n';
    if (!examples.empty())
      out << '\n'
          << localized(examples.size() == 1 ? "example" : "examples",
                       examples.size() == 1 ? "Beispiel" : "Beispiele")
          << ":\n";
    for (const Line& example : examples)
      out << "  " << example.left << "\n      " << localized(example.right) << '\n';
  }

  int complain(const Text& message) const {
    fail({subcommand + ": " + message.english, subcommand + ": " + message.german});
    talk({"see 'umlauf " + subcommand + " --help'", "siehe 'umlauf " + subcommand + " --help'"});
    return kExitUsage;
  }
};

Options::Options(std::string subcommand, Text purpose) : state_(std::make_unique<State>()) {
  state_->subcommand = std::move(subcommand);
  state_->purpose = std::move(purpose);
  state_->app.set_help_flag();
  state_->app.allow_extras();
  flag("-h,--help", state_->help, {"this help", "diese Hilfe"});
}

Options::~Options() = default;

void Options::flag(const std::string& names, bool& value, Text help) {
  state_->app.add_flag(names, value);
  state_->add_line(names, "", std::move(help));
}

void Options::option(const std::string& names, std::string& value, const std::string& placeholder,
                     Text help) {
  state_->app.add_option(names, value)->expected(1)->take_last();
  state_->add_line(names, placeholder, std::move(help));
}

void Options::option(const std::string& names, std::optional<std::string>& value,
                     const std::string& placeholder, Text help) {
  state_->app
      .add_option_function<std::string>(names, [&value](const std::string& text) { value = text; })
      ->expected(1)
      ->take_last();
  state_->add_line(names, placeholder, std::move(help));
}

void Options::option(const std::string& names, std::int64_t& value, const std::string& placeholder,
                     Text help, std::int64_t least) {
  auto number = std::make_unique<State::Number>();
  number->name = names;
  number->value = &value;
  number->least = least;
  number->option = state_->app.add_option(names, number->text)->expected(1)->take_last();
  state_->numbers.push_back(std::move(number));
  state_->add_line(names, placeholder, std::move(help));
}

void Options::option(const std::string& names, std::vector<std::string>& values,
                     const std::string& placeholder, Text help) {
  state_->app
      .add_option_function<std::vector<std::string>>(
          names, [&values](const std::vector<std::string>& texts) { values = texts; })
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  state_->add_line(names, placeholder, std::move(help));
}

void Options::operand(const std::string& name, std::string& value, Text help, bool required) {
  CLI::Option* option = state_->app.add_option(name, value)->expected(1);
  state_->add_operand(option, name, std::move(help), required, false);
}

void Options::operands(const std::string& name, std::vector<std::string>& values, Text help,
                       bool required) {
  CLI::Option* option = state_->app.add_option(name, values)->expected(0, 1 << 20);
  state_->add_operand(option, name, std::move(help), required, true);
}

void Options::example(std::string line, Text meaning) {
  state_->examples.push_back({std::move(line), std::move(meaning)});
}

void Options::note(Text paragraph) { state_->notes.push_back(std::move(paragraph)); }

std::optional<int> Options::parse(int argc, char** argv) {
  State& state = *state_;
  try {
    state.app.parse(argc, argv);
  } catch (const CLI::ArgumentMismatch& mismatch) {
    const std::string what = mismatch.what();
    const std::string name = what.substr(0, what.find(':'));
    return state.complain({name + " needs a value", name + " braucht einen Wert"});
  } catch (const CLI::Error& problem) {
    return state.complain({problem.what(), problem.what()});
  }
  if (state.help) {
    state.print_help(std::cout);
    return kExitOk;
  }
  const std::vector<std::string> extras = state.app.remaining();
  if (!extras.empty())
    return state.complain({"'" + extras.front() + "' is not understood here",
                           "'" + extras.front() + "' wird hier nicht verstanden"});
  for (const State::Operand& operand : state.operands)
    if (operand.required && operand.option->count() == 0)
      return state.complain({operand.name + " is missing", operand.name + " fehlt"});
  for (const auto& number : state.numbers) {
    if (number->option->count() == 0) continue;
    const char* end = number->text.data() + number->text.size();
    const auto [stop, code] = std::from_chars(number->text.data(), end, *number->value);
    const std::string least = std::to_string(number->least);
    if (code != std::errc{} || stop != end || *number->value < number->least)
      return state.complain(
          {number->name + " takes a whole number from " + least + ", not '" + number->text + "'",
           number->name + " braucht eine ganze Zahl ab " + least + ", nicht '" + number->text +
               "'"});
  }
  return std::nullopt;
}

}  // namespace umlauf::cli
