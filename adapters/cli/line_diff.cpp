#include "adapters/cli/line_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace umlauf::cli {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kContext = 3;
constexpr std::int64_t kDifferencesMax = 2000;

// Each with its line feed, if it has one.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto feed = text.find('\n');
    const std::size_t length = feed == text.npos ? text.size() : feed + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

struct Step {
  char kind;  // ' ', '-', '+'
  std::string_view line;
};

// The shortest way from `a` to `b` (Myers, An O(ND) difference algorithm, 1986), or all of `a`
// replaced by all of `b` where it is too long.
std::vector<Step> steps(const Lines& a, const Lines& b) {
  const auto n = static_cast<std::int64_t>(a.size()), m = static_cast<std::int64_t>(b.size());
  const std::int64_t most = std::min(n + m, kDifferencesMax);
  std::vector<std::vector<std::int64_t>> reached;  // by number of differences: x by diagonal
  std::vector<std::int64_t> front(static_cast<std::size_t>(2 * most + 3), 0);
  const auto at = [most](std::int64_t diagonal) {
    return static_cast<std::size_t>(diagonal + most + 1);
  };
  std::int64_t found = -1;
  for (std::int64_t d = 0; d <= most && found < 0; ++d) {
    reached.push_back(front);
    for (std::int64_t k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && front[at(k - 1)] < front[at(k + 1)]);
      std::int64_t x = down ? front[at(k + 1)] : front[at(k - 1)] + 1;
      for (std::int64_t y = x - k;
           x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]; ++y)
        ++x;
      front[at(k)] = x;
      if (x >= n && x - k >= m) found = d;
    }
  }
  std::vector<Step> way;
  if (found < 0) {
    for (const std::string_view line : a) way.push_back({'-', line});
    for (const std::string_view line : b) way.push_back({'+', line});
    return way;
  }
  std::int64_t x = n, y = m;
  for (std::int64_t d = found; d >= 0; --d) {
    const std::vector<std::int64_t>& before = reached[static_cast<std::size_t>(d)];
    const std::int64_t k = x - y;
    const bool down = k == -d || (k != d && before[at(k - 1)] < before[at(k + 1)]);
    const std::int64_t from = d == 0 ? 0 : before[at(down ? k + 1 : k - 1)];
    const std::int64_t from_y = d == 0 ? 0 : from - (down ? k + 1 : k - 1);
    const std::int64_t begin = d == 0 ? 0 : (down ? from : from + 1);
    for (; x > begin; --x, --y) way.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
    if (d == 0) break;
    if (down)
      way.push_back({'+', b[static_cast<std::size_t>(y - 1)]});
    else
      way.push_back({'-', a[static_cast<std::size_t>(x - 1)]});
    x = from;
    y = from_y;
  }
  std::reverse(way.begin(), way.end());
  return way;
}

std::string range(std::size_t begin, std::size_t count) {
  return std::to_string(count == 0 ? begin : begin + 1) +
         (count == 1 ? "" : "," + std::to_string(count));
}

}  // namespace

std::string unified_diff(const std::string& name, std::string_view before, std::string_view after) {
  if (before == after) return {};
  const Lines old_lines = lines_of(before), new_lines = lines_of(after);
  const std::vector<Step> way = steps(old_lines, new_lines);
  std::string diff = "--- " + name + "\n+++ " + name + "\n";
  std::size_t old_line = 0, new_line = 0;
  for (std::size_t i = 0; i < way.size();) {
    if (way[i].kind == ' ') {
      ++i, ++old_line, ++new_line;
      continue;
    }
    // A hunk goes on while the next change is near.
    std::size_t end = i, quiet = 0;
    for (std::size_t k = i; k < way.size() && quiet <= 2 * kContext; ++k) {
      quiet = way[k].kind == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = k + 1;
    }
    const std::size_t lead = std::min(i, kContext);
    const std::size_t begin = i - lead, stop = std::min(way.size(), end + kContext);
    std::size_t old_count = 0, new_count = 0;
    std::string body;
    for (std::size_t k = begin; k < stop; ++k) {
      old_count += way[k].kind != '+' ? 1 : 0;
      new_count += way[k].kind != '-' ? 1 : 0;
      body += way[k].kind;
      body += way[k].line;
      if (!way[k].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    diff += "@@ -" + range(old_line - lead, old_count) + " +" + range(new_line - lead, new_count) +
            " @@\n" + body;
    old_line += old_count - lead;
    new_line += new_count - lead;
    i = stop;
  }
  return diff;
}

}  // namespace umlauf::cli
