#pragma once

/// Every subcommand is one file, `<name>.cpp`, with one function: it reads its options
/// (options.hpp; `argv[0]` is the subcommand's name), writes results to standard output and talk to
/// standard error (output.hpp), and returns the program's exit status. To add one: declare it here,
/// add the file to CMakeLists.txt and a row to the table in main.cpp.
namespace umlauf::cli {

int run_audit(int argc, char** argv);
int run_bench(int argc, char** argv);
int run_check(int argc, char** argv);
int run_claim(int argc, char** argv);
int run_complete(int argc, char** argv);
int run_db(int argc, char** argv);
// The actions of `db` that its tables are about.
int run_db_init(int argc, char** argv);
int run_db_upgrade(int argc, char** argv);
int run_db_drop_history(int argc, char** argv);
int run_demo(int argc, char** argv);
int run_delete(int argc, char** argv);
int run_deploy(int argc, char** argv);
int run_dmn(int argc, char** argv);
int run_feel(int argc, char** argv);
int run_history(int argc, char** argv);
int run_incidents(int argc, char** argv);
int run_job(int argc, char** argv);
int run_jobs(int argc, char** argv);
int run_message(int argc, char** argv);
int run_migrate(int argc, char** argv);
int run_modify(int argc, char** argv);
int run_privacy(int argc, char** argv);
int run_privacy_new_key(int argc, char** argv);
int run_privacy_rotate_key(int argc, char** argv);
int run_replay(int argc, char** argv);
int run_resolve(int argc, char** argv);
int run_resume(int argc, char** argv);
int run_retry(int argc, char** argv);
int run_show(int argc, char** argv);
int run_signal(int argc, char** argv);
int run_start(int argc, char** argv);
int run_suspend(int argc, char** argv);
int run_statistics(int argc, char** argv);
int run_tasks(int argc, char** argv);
int run_test(int argc, char** argv);
int run_work(int argc, char** argv);
int run_drive(int argc, char** argv);

}  // namespace umlauf::cli
