#pragma once

#include <memory>
#include <utility>

namespace umlauf::runtime {

/// An immutable part of a record that is larger than the others: copying a record or an event that
/// holds one costs a reference. Compared by content; never empty.
template <typename T>
class Shared {
 public:
  Shared() : content_(std::make_shared<const T>()) {}
  Shared(T content) : content_(std::make_shared<const T>(std::move(content))) {}

  const T& operator*() const { return *content_; }
  const T* operator->() const { return content_.get(); }

  friend bool operator==(const Shared& a, const Shared& b) {
    return a.content_ == b.content_ || *a.content_ == *b.content_;
  }

 private:
  std::shared_ptr<const T> content_;
};

}  // namespace umlauf::runtime
