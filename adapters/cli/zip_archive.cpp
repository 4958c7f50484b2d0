#include "adapters/cli/zip_archive.hpp"

#include <zlib.h>

#include <cstdint>

namespace umlauf::cli {
namespace {

// APPNOTE 6.3.9: the central directory (4.3.12) at the end says where each file begins.
constexpr std::uint32_t kEnd = 0x06054b50;
constexpr std::uint32_t kCentral = 0x02014b50;
constexpr std::uint32_t kLocal = 0x04034b50;

Error damaged() {
  return error(ErrorCode::Request, "the archive is damaged or of an unknown kind",
               "das Archiv ist beschädigt oder von unbekannter Art");
}

class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  bool has(std::size_t at, std::size_t count) const {
    return at <= bytes_.size() && count <= bytes_.size() - at;
  }
  std::uint32_t number(std::size_t at, std::size_t count) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[at + i])) << (8 * i);
    return value;
  }
  std::string_view part(std::size_t at, std::size_t count) const {
    return bytes_.substr(at, count);
  }

 private:
  std::string_view bytes_;
};

Result<std::string> inflated(std::string_view packed, std::size_t size) {
  std::string content(size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return damaged();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(content.data());
  stream.avail_out = static_cast<uInt>(content.size());
  const int status = inflate(&stream, Z_FINISH);
  const bool whole = status == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  if (!whole) return damaged();
  return content;
}

Result<std::string> content_of(const Bytes& bytes, std::size_t central, std::size_t size) {
  const std::size_t method = bytes.number(central + 10, 2);
  const std::size_t packed = bytes.number(central + 20, 4);
  const std::size_t local = bytes.number(central + 42, 4);
  const bool encrypted = (bytes.number(central + 8, 2) & 1U) != 0;
  if (encrypted || !bytes.has(local, 30) || bytes.number(local, 4) != kLocal) return damaged();
  const std::size_t begin = local + 30 + bytes.number(local + 26, 2) + bytes.number(local + 28, 2);
  if (!bytes.has(begin, packed)) return damaged();
  if (method == 0 && packed == size) return std::string(bytes.part(begin, packed));
  if (method == 8) return inflated(bytes.part(begin, packed), size);
  return damaged();
}

}  // namespace

Result<std::vector<ZipEntry>> read_zip(std::string_view archive, std::size_t bytes_max) {
  constexpr std::size_t kEndSize = 22;
  const Bytes bytes(archive);
  if (archive.size() < kEndSize) return damaged();
  std::size_t end = archive.size() - kEndSize;
  while (bytes.number(end, 4) != kEnd) {
    if (end == 0 || archive.size() - end > kEndSize + 0xFFFF) return damaged();
    --end;
  }
  const std::size_t count = bytes.number(end + 10, 2);
  std::size_t at = bytes.number(end + 16, 4);
  std::vector<ZipEntry> entries;
  std::size_t unpacked = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!bytes.has(at, 46) || bytes.number(at, 4) != kCentral) return damaged();
    const std::size_t size = bytes.number(at + 24, 4);
    const std::size_t name_size = bytes.number(at + 28, 2);
    if (!bytes.has(at + 46, name_size)) return damaged();
    const std::string name(bytes.part(at + 46, name_size));
    unpacked += size;
    if (unpacked > bytes_max)
      return error(ErrorCode::Request, "the archive is too large when unpacked",
                   "das Archiv ist ausgepackt zu groß");
    if (!name.ends_with("/")) {
      UMLAUF_TRY(std::string content, content_of(bytes, at, size));
      entries.push_back({name, std::move(content)});
    }
    at += 46 + name_size + bytes.number(at + 30, 2) + bytes.number(at + 32, 2);
  }
  return entries;
}

}  // namespace umlauf::cli
