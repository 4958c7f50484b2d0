#include "adapters/cli/dmn_serve.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/answers.hpp"
#include "adapters/cli/dmn_models.hpp"
#include "engine/dmn/decision_model.hpp"
#include "engine/feel/json.hpp"
#include "engine/feel/names.hpp"

namespace umlauf::cli {

namespace {

using feel::Value;

constexpr std::string_view kRequest = "request";
constexpr std::string_view kLoad = "load";
constexpr std::string_view kEvaluation = "evaluation";
constexpr std::string_view kInternal = "internal";

struct Failure {
  std::string_view kind;
  std::string text;
};

// What a request asks for, once its form is checked.
struct Request {
  std::vector<std::string> paths;
  const std::string* decision = nullptr;
  const std::string* service = nullptr;
  const std::string* function = nullptr;
  feel::Context inputs;
};

bool is_normalized(std::string_view name) {
  bool blank = true;
  for (const char c : name) {
    const bool now_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (now_blank && (blank || c != ' ')) return false;
    blank = now_blank;
  }
  return !blank || name.empty();
}

// Names compare without regard to runs of white space; most need nothing done.
feel::Context normalized(const feel::Context& inputs) {
  bool all = true;
  for (const feel::Entry& entry : inputs) all = all && is_normalized(entry.name);
  if (all) return inputs;
  std::vector<feel::Entry> entries;
  for (const feel::Entry& entry : inputs)
    entries.push_back({feel::normalize_name(entry.name), entry.value});
  return feel::Context(std::move(entries));
}

std::optional<Failure> read_request(const feel::Context& request, Request& out) {
  const auto wrong = [](const char* text) { return Failure{kRequest, text}; };
  const Value* model = request.find("model");
  if (model == nullptr || !model->is_string()) return wrong("'model' must be the path of a file");
  if (const Value* models = request.find("models"); models != nullptr && !models->is_null()) {
    if (!models->is_list()) return wrong("'models' must be a list of paths");
    for (const Value& path : *models->list()) {
      if (!path.is_string()) return wrong("'models' must be a list of paths");
      if (*path.string() != *model->string()) out.paths.push_back(*path.string());
    }
  }
  out.paths.insert(out.paths.begin(), *model->string());
  int targets = 0;
  const auto target = [&](const char* name, const std::string*& place) {
    const Value* value = request.find(name);
    if (value == nullptr || value->is_null()) return true;
    ++targets;
    place = value->string();
    return place != nullptr;
  };
  const bool strings = target("decision", out.decision) && target("service", out.service) &&
                       target("bkm", out.function);
  if (!strings || targets != 1)
    return wrong("exactly one of 'decision', 'service' and 'bkm' must be a name");
  if (const Value* inputs = request.find("inputs"); inputs != nullptr && !inputs->is_null()) {
    if (!inputs->is_context()) return wrong("'inputs' must be an object");
    out.inputs = normalized(*inputs->context());
  }
  return std::nullopt;
}

class Server {
 public:
  explicit Server(const DmnServeOptions& options)
      : options_(options), models_(options.models_max) {}

  void answer(std::string_view line, std::string& out) {
    const std::size_t start = out.size();
    std::string id = "null";
    std::optional<Failure> failure;
    try {
      failure = try_answer(line, id, out);
    } catch (const std::exception& exception) {
      failure = Failure{kInternal, exception.what()};
    }
    if (!failure) return;
    out.resize(start);
    out += "{\"id\":" + id + ",\"error\":";
    feel::append_json_string(out, failure->text);
    out += ",\"errorKind\":\"" + std::string(failure->kind) + "\"}\n";
  }

 private:
  std::optional<Failure> try_answer(std::string_view line, std::string& id, std::string& out) {
    const Result<Value> parsed = feel::from_json(line, {.bytes_max = options_.line_max});
    if (!parsed || !parsed->is_context()) {
      if (const std::optional<Decimal> found = id_in(line)) id = found->to_string();
      return Failure{kRequest,
                     parsed ? "the request is no JSON object" : parsed.error().message.english};
    }
    const feel::Context& object = *parsed->context();
    if (const Value* value = object.find("id");
        value != nullptr && value->is_number() && value->number()->is_integer())
      id = value->number()->to_string();
    if (id == "null") return Failure{kRequest, "'id' must be an integer"};
    Request request;
    if (std::optional<Failure> wrong = read_request(object, request)) return wrong;
    const Result<dmn::DecisionModel>& model = models_.get(request.paths);
    if (!model) return Failure{kLoad, described(model.error())};
    std::optional<dmn::Outcome> outcome = evaluate(*model, request);
    if (!outcome) return Failure{kRequest, "no " + wanted(request) + " in " + request.paths[0]};
    if (outcome->exhausted_by != feel::LimitKind::None)
      return Failure{kEvaluation, outcome->messages.empty()
                                      ? "the evaluation met a limit"
                                      : outcome->messages.back().text.english};
    write(id, *outcome, out);
    return std::nullopt;
  }

  static std::string described(const Error& failure) {
    std::string text = failure.message.english;
    for (const Diagnostic& diagnostic : failure.diagnostics)
      if (diagnostic.severity == Severity::Error) {
        text += ": " + diagnostic.file + ":" + std::to_string(diagnostic.span.line) + ": " +
                diagnostic.message.english;
        break;
      }
    return text;
  }

  static std::string wanted(const Request& request) {
    if (request.decision != nullptr) return "decision '" + *request.decision + "'";
    if (request.service != nullptr) return "decision service '" + *request.service + "'";
    return "business knowledge model '" + *request.function + "'";
  }

  // nullopt: the model has nothing of that name.
  std::optional<dmn::Outcome> evaluate(const dmn::DecisionModel& model, const Request& request) {
    const dmn::EvaluateOptions options{options_.limits, host_now(), nullptr};
    if (request.decision != nullptr) {
      const auto decision = model.find_decision(*request.decision);
      if (decision) return model.evaluate(*decision, request.inputs, options);
    } else if (request.service != nullptr) {
      const auto service = model.find_service(*request.service);
      if (service) return model.evaluate(*service, request.inputs, options);
    } else {
      const auto function = model.find_function(*request.function);
      if (function) return model.evaluate(*function, request.inputs, options);
    }
    return std::nullopt;
  }

  static void write(const std::string& id, const dmn::Outcome& outcome, std::string& out) {
    out += "{\"id\":" + id + ",\"result\":";
    feel::append_json(out, outcome.value);
    if (!outcome.messages.empty()) {
      out += ",\"messages\":[";
      for (std::size_t i = 0; i < outcome.messages.size(); ++i) {
        if (i > 0) out += ',';
        feel::append_json_string(out, outcome.messages[i].text.english);
      }
      out += ']';
    }
    out += "}\n";
  }

  DmnServeOptions options_;
  DecisionModelCache models_;
};

// Lines of a stream, with a look at whether another whole line has arrived already.
class LineReader {
 public:
  LineReader(std::istream& in, std::size_t line_max) : in_(in), line_max_(line_max) {}

  /// A whole line is in the buffer: taking it will not wait.
  bool ready() const { return buffer_.find('\n', start_) != std::string::npos; }

  /// False at the end of the input. `line` stays valid until the next call. A line that is too
  /// long comes cut off.
  bool next(std::string_view& line) {
    std::size_t searched = start_;
    while (true) {
      const std::size_t end = buffer_.find('\n', searched);
      if (end != std::string::npos) {
        line = std::string_view(buffer_).substr(start_, end - start_);
        start_ = end + 1;
        if (!skipping_) return true;
        skipping_ = false;
        searched = start_;
        continue;
      }
      searched = buffer_.size();
      if (!skipping_ && searched - start_ > line_max_) {
        // Its answer goes out now; the rest of the line is read past.
        skipping_ = true;
        line = std::string_view(buffer_).substr(start_, line_max_);
        start_ = searched;
        return true;
      }
      if (!fill()) {
        line = std::string_view(buffer_).substr(start_);
        start_ = buffer_.size();
        return !line.empty() && !skipping_;
      }
      searched -= shifted_;
    }
  }

 private:
  // Waits for at least one character, takes what has come with it.
  bool fill() {
    shifted_ = start_;
    buffer_.erase(0, start_);
    if (skipping_) {
      shifted_ += buffer_.size();
      buffer_.clear();
    }
    start_ = 0;
    if (in_.peek() == std::istream::traits_type::eof()) return false;
    const std::streamsize available = std::max<std::streamsize>(in_.rdbuf()->in_avail(), 1);
    const std::size_t before = buffer_.size();
    buffer_.resize(before + static_cast<std::size_t>(available));
    const std::streamsize read = in_.rdbuf()->sgetn(buffer_.data() + before, available);
    buffer_.resize(before + static_cast<std::size_t>(read));
    return read > 0;
  }

  std::istream& in_;
  std::size_t line_max_;
  std::string buffer_;
  std::size_t start_ = 0;
  std::size_t shifted_ = 0;
  bool skipping_ = false;
};

}  // namespace

int dmn_serve(std::istream& in, std::ostream& out, const DmnServeOptions& options) {
  constexpr std::size_t kWriteMax = 64 << 10;
  Server server(options);
  LineReader lines(in, options.line_max);
  std::string answers;
  std::string_view line;
  while (lines.next(line)) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    server.answer(line, answers);
    if (lines.ready() && answers.size() < kWriteMax) continue;
    out.write(answers.data(), static_cast<std::streamsize>(answers.size()));
    out.flush();
    answers.clear();
    if (!out) return 1;  // nobody reads any more
  }
  return 0;
}

}  // namespace umlauf::cli
