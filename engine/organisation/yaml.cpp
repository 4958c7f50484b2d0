#include "engine/organisation/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <istream>
#include <map>
#include <memory>
#include <streambuf>

namespace umlauf::organisation {
namespace {

// yaml-cpp counts lines and columns from 0, and columns in bytes; editors count code points.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') line_starts_.push_back(i + 1);
  }

  SourceSpan at(const YAML::Mark& mark) const {
    if (mark.line < 0) return {1, 1, 0, 0};
    const std::size_t line = std::min<std::size_t>(mark.line, line_starts_.size() - 1);
    const std::size_t begin = line_starts_[line];
    const std::size_t offset =
        std::min(begin + static_cast<std::size_t>(std::max(mark.column, 0)), text_.size());
    std::uint32_t column = 1;
    for (std::size_t i = begin; i < offset; ++i)
      if ((text_[i] & 0xC0) != 0x80) ++column;
    return {static_cast<std::uint32_t>(line + 1), column, static_cast<std::uint32_t>(offset), 0};
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> line_starts_;
};

// Thrown through yaml-cpp's parser to stop it; caught in read_yaml.
struct Stop {
  Text message;
  SourceSpan span;
};

// Builds the tree from yaml-cpp's events. `open_` are the lists and mappings around the place that
// is being read; a mapping keeps the key whose value has not come yet.
class Builder final : public YAML::EventHandler {
 public:
  Builder(const Places& places, const YamlLimits& limits) : places_(places), limits_(limits) {}

  YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string&) override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin(mark, anchor, YamlNode::Kind::Null);
    end();
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode& node = begin(mark, anchor, YamlNode::Kind::Scalar);
    node.text = value;
    node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
    if (!node.quoted && (value == "null" || value == "~")) node.kind = YamlNode::Kind::Null;
    end();
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, anchor, YamlNode::Kind::List);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, anchor, YamlNode::Kind::Mapping);
  }
  void OnMapEnd() override { end(); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Stop{{"an alias stands within what it names", "ein Alias steht in dem, was er benennt"},
                 places_.at(mark)};
    count(found->second.nodes, mark);
    open_.push_back({found->second.node, {}, 0, nodes_});
    if (open_.size() + found->second.depth > limits_.depth_max) too_deep(mark);
    end();
  }

 private:
  struct Open {
    YamlNode node;
    std::vector<YamlNode> key;  // of a mapping: none or one
    YAML::anchor_t anchor = 0;
    std::size_t nodes_before = 0;
    std::size_t depth = 0;  // of what lies within
  };
  struct Anchored {
    YamlNode node;
    std::size_t nodes = 0;
    std::size_t depth = 0;
  };

  [[noreturn]] void too_deep(const YAML::Mark& mark) const {
    throw Stop{{"nested too deeply", "zu tief verschachtelt"}, places_.at(mark)};
  }

  void count(std::size_t nodes, const YAML::Mark& mark) {
    nodes_ += nodes;
    if (nodes_ > limits_.nodes_max)
      throw Stop{{"more values than the limit allows", "mehr Werte, als die Grenze erlaubt"},
                 places_.at(mark)};
  }

  YamlNode& begin(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
    const std::size_t before = nodes_;
    count(1, mark);
    if (open_.size() == limits_.depth_max) too_deep(mark);
    open_.push_back({{}, {}, anchor, before});
    YamlNode& node = open_.back().node;
    node.kind = kind;
    node.span = places_.at(mark);
    return node;
  }

  // The value is complete: into what is around it.
  void end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != 0) {
      const std::size_t nodes = nodes_ - done.nodes_before;
      count(nodes, {});  // it is kept a second time
      anchors_[done.anchor] = {done.node, nodes, done.depth + 1};
    }
    if (open_.empty()) {
      root_ = std::move(done.node);
      return;
    }
    Open& around = open_.back();
    around.depth = std::max(around.depth, done.depth + 1);
    if (around.node.kind == YamlNode::Kind::List) {
      around.node.items.push_back(std::move(done.node));
    } else if (around.key.empty()) {
      if (done.node.kind != YamlNode::Kind::Scalar)
        throw Stop{{"the name of a member must be a text", "der Name einer Angabe ist ein Text"},
                   done.node.span};
      around.key.push_back(std::move(done.node));
    } else {
      const YamlNode key = std::move(around.key.front());
      around.key.clear();
      around.node.members.push_back({key.text, key.span, std::move(done.node)});
    }
  }

  const Places& places_;
  const YamlLimits& limits_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

// yaml-cpp reads from a stream; this one does not copy the text.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // only read from
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

YamlText read_yaml(std::string_view text, const YamlLimits& limits) {
  YamlText result;
  if (text.size() > limits.bytes_max) {
    const std::string most = std::to_string(limits.bytes_max);
    result.failure.push_back({{"the document is larger than " + most + " bytes",
                               "das Dokument ist größer als " + most + " Bytes"},
                              {1, 1, 0, 0}});
    return result;
  }
  const Places places(text);
  try {
    TextBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    Builder builder(places, limits);
    parser.HandleNextDocument(builder);
    result.root = builder.take_root();
  } catch (const Stop& stop) {
    result.failure.push_back({stop.message, stop.span});
  } catch (const YAML::Exception& exception) {
    result.failure.push_back(
        {{"not readable as YAML: " + exception.msg, "nicht lesbar als YAML: " + exception.msg},
         places.at(exception.mark)});
  }
  return result;
}

}  // namespace umlauf::organisation
