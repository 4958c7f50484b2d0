#include "engine/xml/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "engine/xml/characters.hpp"
#include "engine/xml/text.hpp"

namespace umlauf::xml::detail {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// windows-1252 differs from ISO-8859-1 in 0x80 - 0x9F; the holes stay control characters, which
// XML 1.0 allows.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

enum class Encoding : std::uint8_t {
  Utf8,
  Utf16LittleEndian,
  Utf16BigEndian,
  Latin1,
  Latin9,
  Windows1252,
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// The value of `encoding` in the XML declaration of a text whose ASCII part can be read.
std::string_view declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::string_view declaration = text.substr(0, text.substr(0, 512).find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return {};
  return declaration.substr(at + 1, end - at - 1);
}

std::optional<Encoding> encoding_of_name(std::string_view name) {
  const std::string folded = lower(name);
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), folded) != names.end();
  };
  if (is_one_of({"", "utf-8", "utf8", "us-ascii", "ascii"})) return Encoding::Utf8;
  if (is_one_of({"iso-8859-1", "latin1", "latin-1", "iso8859-1", "iso_8859-1"}))
    return Encoding::Latin1;
  if (is_one_of({"iso-8859-15", "latin9", "latin-9", "iso8859-15"})) return Encoding::Latin9;
  if (is_one_of({"windows-1252", "cp1252", "cp-1252"})) return Encoding::Windows1252;
  return std::nullopt;
}

char32_t from_latin9(unsigned char byte) {
  switch (byte) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x0160;
    case 0xA8:
      return 0x0161;
    case 0xB4:
      return 0x017D;
    case 0xB8:
      return 0x017E;
    case 0xBC:
      return 0x0152;
    case 0xBD:
      return 0x0153;
    case 0xBE:
      return 0x0178;
    default:
      return byte;
  }
}

std::string from_single_bytes(std::string_view bytes, Encoding encoding) {
  std::string result;
  result.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t character = byte;
    if (encoding == Encoding::Latin9) character = from_latin9(byte);
    if (encoding == Encoding::Windows1252 && byte >= 0x80 && byte < 0xA0)
      character = kWindows1252[byte - 0x80u];
    append_utf8(result, character);
  }
  return result;
}

void report_broken_utf16(const std::string& so_far, const Limits& limits, Findings& findings) {
  if (findings.size() >= limits.findings_max) return;
  findings.push_back({static_cast<std::uint32_t>(so_far.size()),
                      3,
                      Severity::Error,
                      false,
                      {"half of a character: the UTF-16 text has an unpaired surrogate",
                       "halbes Zeichen: der UTF-16-Text enthält ein einzelnes Surrogat"}});
}

std::string from_utf16(std::string_view bytes, Encoding encoding, const Limits& limits,
                       Findings& findings) {
  std::string result;
  result.reserve(bytes.size() / 2 + bytes.size() / 8);
  const bool little = encoding == Encoding::Utf16LittleEndian;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little ? first | second << 8 : first << 8 | second);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const char32_t high = unit(at);
    if (high < 0xD800 || high > 0xDFFF) {
      append_utf8(result, high);
      continue;
    }
    const char32_t low = high < 0xDC00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
    if (low >= 0xDC00 && low <= 0xDFFF) {
      append_utf8(result, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
      at += 2;
    } else {
      report_broken_utf16(result, limits, findings);
      append_utf8(result, kReplacement);
    }
  }
  if (at < bytes.size()) report_broken_utf16(result, limits, findings);
  return result;
}

std::optional<Encoding> utf16_by_its_bytes(std::string_view bytes, std::size_t& mark) {
  const auto starts = [&](std::string_view prefix) { return bytes.starts_with(prefix); };
  using namespace std::string_view_literals;
  mark = 0;
  if (starts("\xFF\xFE"sv)) return mark = 2, Encoding::Utf16LittleEndian;
  if (starts("\xFE\xFF"sv)) return mark = 2, Encoding::Utf16BigEndian;
  if (starts("<\0"sv)) return Encoding::Utf16LittleEndian;
  if (starts("\0<"sv)) return Encoding::Utf16BigEndian;
  return std::nullopt;
}

// Its mark begins as that of UTF-16 does.
bool is_utf32(std::string_view bytes) {
  using namespace std::string_view_literals;
  for (const std::string_view begin :
       {"\xFF\xFE\0\0"sv, "\0\0\xFE\xFF"sv, "<\0\0\0"sv, "\0\0\0<"sv})
    if (bytes.starts_with(begin)) return true;
  return false;
}

Text not_supported(const std::string& name) {
  return {"the encoding '" + name + "' is not supported; save the document in UTF-8",
          "die Kodierung '" + name +
              "' wird nicht unterstützt; das Dokument muss in UTF-8 gespeichert werden"};
}

}  // namespace

std::optional<Decoded> decode(std::string_view bytes, const Limits& limits, Findings& findings) {
  if (is_utf32(bytes)) {
    findings.push_back({0, 0, Severity::Error, false, not_supported("UTF-32")});
    return std::nullopt;
  }
  std::size_t mark = 0;
  if (const auto utf16 = utf16_by_its_bytes(bytes, mark))
    return Decoded{from_utf16(bytes.substr(mark), *utf16, limits, findings), 0, false};

  mark = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::string_view text = bytes.substr(mark);
  const std::string_view name = declared_encoding(text);
  std::optional<Encoding> encoding = encoding_of_name(name);
  const auto at = static_cast<std::uint32_t>(name.empty() ? 0 : name.data() - text.data());
  if (!encoding) {
    // Tools that write a text in memory declare UTF-16 and save UTF-8. Nothing else can be meant,
    // since the declaration itself was readable.
    const bool means_utf8 = lower(name).starts_with("utf-16");
    const std::string shown(name.substr(0, 40));
    const std::string quoted = "'" + shown + "'";
    findings.push_back({at, static_cast<std::uint32_t>(name.size()),
                        means_utf8 ? Severity::Warning : Severity::Error, false,
                        means_utf8 ? Text{"the document declares the encoding " + quoted +
                                              " but is not in it; it "
                                              "is read as UTF-8",
                                          "das Dokument gibt die Kodierung " + quoted +
                                              " an, hat sie aber nicht; "
                                              "es wird als UTF-8 gelesen"}
                                   : not_supported(shown)});
    encoding = Encoding::Utf8;
  }
  if (*encoding == Encoding::Utf8 || mark != 0) return Decoded{{}, mark, true};
  return Decoded{from_single_bytes(text, *encoding), 0, false};
}

namespace {

struct Kinds {
  bool ascii = true;
  bool plain = true;  // besides without control characters
};

// One pass without branches, all of it as wide as a byte, so that the compiler looks at many at
// once.
Kinds kinds_of(std::string_view text) {
  unsigned char high = 0;
  unsigned char control = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    high |= byte;
    control |= static_cast<unsigned char>((byte < 0x20) & (byte != '\n') & (byte != '\t') &
                                          (byte != '\r'));
  }
  return {high < 0x80, high < 0x80 && control == 0};
}

}  // namespace

bool check_characters(std::string_view text, const Limits& limits, Findings& findings) {
  constexpr std::size_t kBlock = 256;
  bool ascii = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view block = text.substr(at, kBlock);
    const Kinds kinds = kinds_of(block);
    ascii = ascii && kinds.ascii;
    const std::size_t end = at + block.size();
    if (kinds.plain) at = end;
    while (at < end) {
      const Character character = character_at(text, at);
      if (!character.valid || !is_xml_character(character.value)) {
        if (findings.size() >= limits.findings_max) return false;
        findings.push_back(
            {static_cast<std::uint32_t>(at), character.length, Severity::Error, false,
             character.valid ? Text{"the character " + code_point_name(character.value) +
                                        " is not allowed in XML",
                                    "das Zeichen " + code_point_name(character.value) +
                                        " ist in XML nicht erlaubt"}
                             : Text{"the text is not valid UTF-8 here",
                                    "der Text ist an dieser Stelle kein gültiges UTF-8"}});
      }
      at += character.length;
    }
  }
  return ascii;
}

}  // namespace umlauf::xml::detail

namespace umlauf::xml {

std::string text_of(std::string_view bytes) {
  detail::Findings ignored;
  std::optional<detail::Decoded> decoded = detail::decode(bytes, {}, ignored);
  if (!decoded) return std::string(bytes);
  return decoded->as_given ? std::string(bytes.substr(decoded->start))
                           : std::move(decoded->converted);
}

}  // namespace umlauf::xml
