#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/memory/memory_store.hpp"
#include "adapters/sqlite/sqlite_store.hpp"

namespace umlauf::tests {

/// A folder that is gone with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "umlauf-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// Opens an empty store of one kind; `reopen` closes it and opens what is there.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual service::Store& store() = 0;
  virtual void reopen() = 0;
};

class MemoryUnderTest final : public StoreUnderTest {
 public:
  service::Store& store() override { return store_; }
  void reopen() override {}

 private:
  memory::MemoryStore store_;
};

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() { reopen(); }
  service::Store& store() override { return *store_; }
  void reopen() override {
    store_.reset();
    store_ = sqlite::SqliteStore::open(folder_.file("test.db")).value();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<sqlite::SqliteStore> store_;
};

}  // namespace umlauf::tests
