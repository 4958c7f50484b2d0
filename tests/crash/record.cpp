#include "tests/crash/record.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace umlauf::crash_test {

Record::Record(const std::string& path)
    : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (file_ < 0) std::abort();
}

Record::~Record() { ::close(file_); }

void Record::append(const std::string& line) const {
  if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) std::abort();
}

void Record::sent(const std::string& key, const std::string& kind,
                  const std::string& business_key) {
  append("sent " + key + " " + kind + " " + business_key + "\n");
}

void Record::acknowledged(const std::string& key,
                          const std::vector<service::InstanceKey>& instances) {
  std::string line = "done " + key;
  for (const service::InstanceKey instance : instances) line += " " + service::to_string(instance);
  append(line + "\n");
  if (::fdatasync(file_) != 0) std::abort();
}

Operations read_record(const std::string& path) {
  Operations operations;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string what;
    std::string key;
    words >> what >> key;
    Operation& operation = operations[key];
    if (what == "sent") {
      words >> operation.kind >> operation.business_key;
      continue;
    }
    operation.acknowledged = true;
    for (std::string word; words >> word;)
      operation.instances.push_back(service::parse_instance_key(word).value());
  }
  return operations;
}

}  // namespace umlauf::crash_test
