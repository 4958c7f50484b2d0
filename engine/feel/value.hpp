#pragma once

#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/calendar/temporal.hpp"

namespace umlauf::feel {

/// FEEL's semantic domains (DMN 1.5 §10.3.2.3).
enum class Kind : std::uint8_t {
  Null,
  Boolean,
  Number,
  String,
  Date,
  Time,
  DateTime,
  DaysTimeDuration,
  YearsMonthsDuration,
  List,
  Context,
  Range,
  Function,
};

/// `number`, `date and time`, `days and time duration`, ...: the word of the standard.
std::string_view kind_name(Kind kind);

/// How deep lists, contexts, ranges and functions may lie in one another. A value nested deeper
/// cannot be made (the constructor yields null), so that whoever walks a value may recurse.
inline constexpr std::uint32_t kValueDepthMax = 256;

class Value;
class Context;
class Function;
struct Range;
using Values = std::vector<Value>;

namespace detail {
/// What the large values share: made once, never changed, freed with its last reference.
struct Shared {
  mutable std::atomic<std::uint32_t> references{1};
  std::uint32_t depth = 1;
  std::uint32_t weight = 1;
};
}  // namespace detail

/// An immutable FEEL value: 24 bytes, cheap to copy (at most one reference counted), safe to read
/// from several threads. Null, booleans, numbers, dates, times and durations lie inline; strings,
/// dates and times, lists, contexts, ranges and functions are shared. Default-constructed: null.
class Value {
 public:
  Value() noexcept : small_() {}
  Value(std::nullptr_t) noexcept : Value() {}
  template <std::same_as<bool> B>
  Value(B truth) noexcept : boolean_(truth), kind_(Kind::Boolean) {}
  Value(Decimal number) noexcept : number_(number), kind_(Kind::Number) {}
  template <std::integral I>
  requires(!std::same_as<I, bool> && !std::same_as<I, char>) Value(I integer)
      : Value(Decimal(static_cast<std::int64_t>(integer))) {}
  /// The text must be UTF-8; broken sequences are replaced by U+FFFD where text enters (readers).
  Value(std::string text);
  Value(std::string_view text) : Value(std::string(text)) {}
  Value(const char* text) : Value(std::string(text)) {}
  Value(calendar::Date date) noexcept : date_(date), kind_(Kind::Date) {}
  Value(calendar::Time time) noexcept : time_(time), kind_(Kind::Time) {}
  Value(const calendar::DateTime& date_time);
  Value(calendar::DaysTimeDuration duration) noexcept
      : days_time_(duration), kind_(Kind::DaysTimeDuration) {}
  Value(calendar::YearsMonthsDuration duration) noexcept
      : years_months_(duration), kind_(Kind::YearsMonthsDuration) {}
  /// Null where the items are nested as deep as kValueDepthMax already; likewise below.
  Value(Values items);
  Value(Context context);
  Value(Range range);
  /// Takes one reference over; use `make_function` of function.hpp.
  static Value adopt(const Function* function);

  Value(const Value& other) noexcept : small_(other.small_), kind_(other.kind_) {
    if (is_shared()) retain();
  }
  Value(Value&& other) noexcept : small_(other.small_), kind_(other.kind_) {
    other.kind_ = Kind::Null;
  }
  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Value taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~Value() {
    if (is_shared()) release();
  }
  void swap(Value& other) noexcept {
    std::swap(small_, other.small_);
    std::swap(kind_, other.kind_);
  }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::Null; }
  bool is_true() const { return kind_ == Kind::Boolean && boolean_; }
  bool is_false() const { return kind_ == Kind::Boolean && !boolean_; }
  bool is_boolean() const { return kind_ == Kind::Boolean; }
  bool is_number() const { return kind_ == Kind::Number; }
  bool is_string() const { return kind_ == Kind::String; }
  bool is_list() const { return kind_ == Kind::List; }
  bool is_context() const { return kind_ == Kind::Context; }

  /// Each yields nullptr where the value is of another kind; the pointer lives as long as this.
  const bool* boolean() const { return kind_ == Kind::Boolean ? &boolean_ : nullptr; }
  const Decimal* number() const { return kind_ == Kind::Number ? &number_ : nullptr; }
  const std::string* string() const;
  const calendar::Date* date() const { return kind_ == Kind::Date ? &date_ : nullptr; }
  const calendar::Time* time() const { return kind_ == Kind::Time ? &time_ : nullptr; }
  const calendar::DateTime* date_time() const;
  const calendar::DaysTimeDuration* days_time_duration() const {
    return kind_ == Kind::DaysTimeDuration ? &days_time_ : nullptr;
  }
  const calendar::YearsMonthsDuration* years_months_duration() const {
    return kind_ == Kind::YearsMonthsDuration ? &years_months_ : nullptr;
  }
  const Values* list() const;
  const Context* context() const;
  const Range* range() const;
  const Function* function() const;

  /// The member of a context; nullptr where this is no context or has no such member.
  const Value* member(std::string_view name) const;

  /// 0 for what contains nothing.
  std::uint32_t depth() const { return is_shared() ? shared_->depth : 0; }

  /// How much there is to walk through: 1 for what is small, the sum over what is contained for
  /// lists, contexts and ranges (counted as often as it is reached), more for long strings.
  /// Saturates. Known in constant time, so that limits can be checked before the walk.
  std::uint32_t weight() const { return is_shared() ? shared_->weight : 1; }

  /// The same domain and the same fields (FEEL's `is()`; contexts in any order of their entries;
  /// functions by identity). FEEL's three-valued `=` is `feel::equal`.
  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Small {
    std::uint64_t words[2] = {0, 0};
  };
  bool is_shared() const {
    constexpr std::uint32_t kSharedKinds =
        1U << static_cast<unsigned>(Kind::String) | 1U << static_cast<unsigned>(Kind::DateTime) |
        1U << static_cast<unsigned>(Kind::List) | 1U << static_cast<unsigned>(Kind::Context) |
        1U << static_cast<unsigned>(Kind::Range) | 1U << static_cast<unsigned>(Kind::Function);
    return (kSharedKinds >> static_cast<unsigned>(kind_) & 1U) != 0;
  }
  void retain() const { shared_->references.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (shared_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy();
  }
  void destroy();
  template <typename Payload, typename Content>
  void share(Kind kind, Content content, std::uint32_t depth, std::uint64_t weight);

  union {
    Small small_;
    bool boolean_;
    Decimal number_;
    calendar::Date date_;
    calendar::Time time_;
    calendar::DaysTimeDuration days_time_;
    calendar::YearsMonthsDuration years_months_;
    detail::Shared* shared_;
  };
  Kind kind_ = Kind::Null;
};

static_assert(sizeof(Value) <= 24);

/// A member of a context.
struct Entry {
  std::string name;
  Value value;

  bool operator==(const Entry&) const = default;
};

/// Named values in the order they were put in; names are unique, "" is a legal one. Finding costs
/// the logarithm of the size.
class Context {
 public:
  Context() = default;
  /// Of several entries of one name the last counts, in the place of the first.
  explicit Context(std::vector<Entry> entries);
  Context(std::initializer_list<Entry> entries) : Context(std::vector<Entry>(entries)) {}

  /// Replaces the value of that name in place, or appends.
  void put(std::string_view name, Value value);
  void erase(std::string_view name);
  const Value* find(std::string_view name) const;

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  const std::vector<Entry>& entries() const { return entries_; }

  /// In any order of the entries.
  friend bool operator==(const Context& a, const Context& b);

 private:
  static constexpr std::size_t kLinearMax = 8;  // smaller contexts are searched entry by entry
  std::size_t position(std::string_view name) const;
  void index();

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> by_name_;  // positions sorted by name, empty up to kLinearMax entries
};

/// How a range was written; ranges of different forms are not equal.
enum class RangeForm : std::uint8_t {
  Interval,  ///< `[1..10]`
  Unary,     ///< `(< 10)`, `(>= 10)`, `(= 10)`: open ends are null and not included
  NotEqual,  ///< `(!= 10)`: everything but `start`, which is `end`
};

/// `[start..end)`, and the unary forms as values.
struct Range {
  Value start;
  Value end;
  bool start_included = false;
  bool end_included = false;
  RangeForm form = RangeForm::Interval;

  bool operator==(const Range&) const = default;
};

/// FEEL's `in` for a range: nullopt where the value cannot be compared with its ends, or where an
/// interval has an end that is null.
std::optional<bool> contains(const Range& range, const Value& value);

/// FEEL's `=` (DMN 1.5 table 53): nullopt (FEEL's null) where the values are of different kinds;
/// null equals null only, and is unequal to anything else.
std::optional<bool> equal(const Value& a, const Value& b);

/// FEEL's `<` and its kin: nullopt where the two cannot be compared.
std::optional<std::strong_ordering> compare(const Value& a, const Value& b);

/// A total order over all values, consistent with nothing but itself: for tests, sets and maps.
std::strong_ordering total_order(const Value& a, const Value& b);

}  // namespace umlauf::feel
