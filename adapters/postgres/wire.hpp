#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// PostgreSQL's binary form of the few types that the store sends and reads: int2, int8, bytea and
/// one-dimensional arrays of them, all in network byte order.
namespace umlauf::postgres {

inline constexpr std::uint32_t kInt2 = 21;
inline constexpr std::uint32_t kInt8 = 20;
inline constexpr std::uint32_t kBytea = 17;
inline constexpr std::uint32_t kInt2Array = 1005;
inline constexpr std::uint32_t kInt8Array = 1016;
inline constexpr std::uint32_t kByteaArray = 1001;

template <typename Integer>
void put_integer(std::string& out, Integer value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (int shift = static_cast<int>(sizeof(Integer)) * 8 - 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(bits >> shift & 0xFF));
}

template <typename Integer>
Integer get_integer(const char* bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i)
    bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  return static_cast<Integer>(bits);
}

/// Grows an array element by element; `finish` sets the count.
class Array {
 public:
  explicit Array(std::uint32_t element_type) : type_(element_type) {
    put_integer<std::int32_t>(bytes_, 1);  // dimensions
    put_integer<std::int32_t>(bytes_, 0);  // no nulls
    put_integer<std::uint32_t>(bytes_, element_type);
    put_integer<std::int32_t>(bytes_, 0);  // the count, set at the end
    put_integer<std::int32_t>(bytes_, 1);  // lower bound
  }
  void add(std::int64_t value) {
    put_integer<std::int32_t>(bytes_, type_ == kInt2 ? 2 : 8);
    if (type_ == kInt2)
      put_integer<std::int16_t>(bytes_, static_cast<std::int16_t>(value));
    else
      put_integer<std::int64_t>(bytes_, value);
    ++count_;
  }
  void add(std::string_view value) {
    put_integer<std::int32_t>(bytes_, static_cast<std::int32_t>(value.size()));
    bytes_.append(value);
    ++count_;
  }
  std::string finish() && {
    std::string count;
    put_integer<std::int32_t>(count, count_);
    bytes_.replace(12, 4, count);
    return std::move(bytes_);
  }

 private:
  std::uint32_t type_;
  std::int32_t count_ = 0;
  std::string bytes_;
};

}  // namespace umlauf::postgres
