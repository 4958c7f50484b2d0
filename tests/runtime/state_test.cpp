// The state of an instance and how it is written, by themselves: what steps do to them has its
// tests beside this.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/runtime/codec.hpp"
#include "engine/runtime/process_instance.hpp"
#include "engine/runtime/step.hpp"

namespace umlauf::runtime {
namespace {

ElementInstance record(std::uint64_t key, std::uint64_t parent) {
  ElementInstance made;
  made.key = ElementKey(key);
  if (parent != 0) made.parent = ElementKey(parent);
  made.role = parent == 0 ? Role::Process : Role::Activity;
  return made;
}

std::vector<std::uint64_t> keys_found(const ProcessInstance& instance, std::uint64_t up_to) {
  std::vector<std::uint64_t> found;
  for (std::uint64_t key = 0; key <= up_to; ++key)
    if (const ElementInstance* at = instance.find(ElementKey(key)))
      found.push_back(at->key.value());
  return found;
}

using Keys = std::vector<std::uint64_t>;

TEST(State, ARecordIsFoundAsLongAsItIsThere) {
  ProcessInstance instance;
  EXPECT_EQ(keys_found(instance, 9), Keys{});
  for (const std::uint64_t key : {1U, 4U, 7U}) ASSERT_TRUE(instance.put(record(key, key > 1)));
  EXPECT_EQ(keys_found(instance, 9), (Keys{1, 4, 7}));
  instance.remove(ElementKey(7));
  EXPECT_EQ(keys_found(instance, 9), (Keys{1, 4}));
  ASSERT_TRUE(instance.put(record(3, 1)));  // put back, as when a command is refused
  EXPECT_EQ(keys_found(instance, 9), (Keys{1, 3, 4}));
  instance.remove(ElementKey(1));
  EXPECT_EQ(keys_found(instance, 9), Keys{});
}

TEST(State, WhatIsMovedOrCopiedFindsItsOwnRecords) {
  ProcessInstance first;
  for (const std::uint64_t key : {1U, 2U, 3U}) ASSERT_TRUE(first.put(record(key, key > 1)));
  const ProcessInstance copy(first);
  ProcessInstance moved(std::move(first));
  first = ProcessInstance();
  EXPECT_EQ(keys_found(first, 9), Keys{});
  ASSERT_TRUE(first.put(record(1, 0)));
  EXPECT_EQ(keys_found(first, 9), Keys{1});
  moved.remove(ElementKey(3));
  EXPECT_EQ(keys_found(moved, 9), (Keys{1, 2}));
  EXPECT_EQ(keys_found(copy, 9), (Keys{1, 2, 3}));
  moved = copy;
  EXPECT_EQ(moved, copy);
  EXPECT_NE(moved.find(ElementKey(3)), copy.find(ElementKey(3)));
}

TEST(State, ARecordIsMadeOnceAndUnderItsParentOnly) {
  ProcessInstance instance;
  ASSERT_TRUE(instance.put(record(1, 0)));
  int filled = 0;
  const auto fill = [&filled](ElementInstance& made) { made.loop_index = ++filled; };
  EXPECT_TRUE(instance.make(ElementKey(2), ElementKey(1), fill));
  EXPECT_FALSE(instance.make(ElementKey(2), ElementKey(1), fill));
  EXPECT_FALSE(instance.make(ElementKey(3), ElementKey(9), fill));
  EXPECT_EQ(filled, 1);
  EXPECT_EQ(keys_found(instance, 9), (Keys{1, 2}));
  EXPECT_EQ(instance.active_children(instance.process_scope()), 1U);
}

// Short parts gather before they go out: at each length something else does not fit any more.
TEST(State, EventsAreWrittenWholeWhateverTheirLength) {
  for (std::size_t length = 0; length < 600; ++length) {
    const std::string name(length, 'n');
    std::vector<Event> events;
    events.emplace_back(VariableSet{ElementKey(1), name, feel::Value(std::string(length, 'v'))});
    events.emplace_back(SignalThrown{ElementKey(1'000'000'000'000), name});
    for (std::size_t i = 0; i < length; ++i)
      events.emplace_back(TokensArrived{ElementKey(i), FlowIndex(i), 70'000});
    std::string bytes;
    append(bytes, events);
    const auto read = decode_events(bytes);
    ASSERT_TRUE(read.has_value()) << length;
    ASSERT_EQ(read->size(), events.size());
    const auto& set = std::get<VariableSet>(read->front());
    EXPECT_EQ(set.name, name);
    EXPECT_EQ(*set.value.string(), std::string(length, 'v'));
    const auto& thrown = std::get<SignalThrown>((*read)[1]);
    EXPECT_EQ(std::pair(thrown.key.value(), thrown.signal),
              std::pair(std::uint64_t{1'000'000'000'000}, name));
    if (length > 0) {
      EXPECT_EQ(std::get<TokensArrived>(read->back()).count, 70'000U);
    }
  }
}

}  // namespace
}  // namespace umlauf::runtime
