#pragma once

namespace umlauf::cli {

/// Tells the C library how this program uses memory: reading a large model makes and drops arrays
/// of some megabytes, stage after stage. glibc would give each of them back to the system and ask
/// for fresh pages again, which cost a third of the time of a large deployment. To be called once,
/// at the start of main. Where the C library or the system offers nothing of the kind, nothing
/// happens.
void prepare_heap();

}  // namespace umlauf::cli
