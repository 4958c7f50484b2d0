#include "tests/cli/rules/files.hpp"

namespace umlauf::cli {

std::vector<Case> proving_cases() {
  const auto loop = [](bool exit) {
    return flow_of(
        "<exclusiveGateway id='a'/><userTask id='m'/><exclusiveGateway id='b'/>"
        "<exclusiveGateway id='c'/>",
        exit ? "s>c c>e c>a a>m m>b b>a b>e" : "s>c c>e c>a a>m m>b b>a");
  };
  const auto after_both = [](std::string_view pairs) {
    return flow_of("<parallelGateway id='g'/><task id='a'/><task id='b'/><parallelGateway id='j'/>",
                   pairs);
  };
  const auto beside = [](std::string_view join) {
    return flow_of("<parallelGateway id='g'/><userTask id='m'/><task id='b'/>" +
                       timer("late", "timeDuration", "PT1H") + "<" + text(join) +
                       "Gateway id='j'/><endEvent id='f'/>",
                   "s>g g>m g>b m>j b>j j>e late>f");
  };
  const auto reminded = [](std::string_view kind, std::string_view value, bool merges) {
    return with_boundary("<userTask id='n'/><userTask id='r'/>" + timer("b", kind, value, false),
                         text("m>n n>e b>r ") + (merges ? "r>n" : "r>f"));
  };
  const auto complex = [](std::string_view condition) {
    return flow_of(
        "<parallelGateway id='g'/><task id='a'/><task id='b'/><complexGateway "
        "id='j'><activationCondition>" +
            text(condition) + "</activationCondition></complexGateway>",
        "s>g g>a g>b a>j b>j j>e");
  };
  const auto waiting = [](std::string_view more, std::string_view pairs) {
    return model("<message id='x' name='x'/>" +
                 process("p",
                         "<startEvent id='s'/><receiveTask id='m' messageRef='x'/>" + text(more) +
                             "<endEvent id='e'/>",
                         pairs));
  };
  const auto deadlines = [](std::string_view inner) {
    return flow_of("<subProcess id='m'><startEvent id='is'/><userTask id='t'/>" +
                       timer("i", "timeDuration", inner, false, "t") +
                       "<endEvent id='ie'/><endEvent id='if'/>" + flows("is>t t>ie i>if") +
                       "</subProcess>" + timer("late", "timeDuration", "P14D") +
                       "<endEvent id='f'/>",
                   "s>m m>e late>f");
  };
  const auto dated = [](std::string_view one, std::string_view other) {
    return with_boundary(timer("b", "timeDate", text(one) + "T00:00:00Z") +
                             timer("c", "timeDate", text(other) + "T00:00:00Z"),
                         "m>e b>f c>f");
  };
  // Somebody lets a message go to one that does something else before it waits.
  const auto in_time = [](std::string_view before, std::string_view way) {
    return model(pools(
        process("p",
                "<startEvent id='pa'/><userTask id='pu'/><sendTask id='ps'/><endEvent id='pe'/>",
                "pa>pu pu>ps ps>pe") +
            process("q",
                    "<startEvent id='qa'/>" + text(before) +
                        "<receiveTask id='qr'/><endEvent id='qe'/>",
                    text(way) + " qr>qe"),
        "<messageFlow id='m1' sourceRef='ps' targetRef='qr'/>"));
  };
  return {
      {"BEH-01", blocks("exclusive", "parallel"), blocks("parallel", "parallel")},
      {"BEH-02", blocks("parallel", "exclusive"), blocks("exclusive", "exclusive")},
      {"BEH-03", after_both("s>g g>a g>b a>e b>e j>e"), after_both("s>g g>a g>b a>j b>j j>e")},
      {"BEH-04", loop(false), loop(true)},
      {"BEH-05", flow_of("<task id='m'/><task id='t'/>", "s>m m>e t>e"), around("<task id='m'/>")},
      {"BEH-06", receiving(""), receiving("<messageFlow id='f' sourceRef='qs' targetRef='pr'/>")},
      {"BEH-07", letters(false, true), letters(false, false)},
      {"BEH-08", letters(true, false), letters(false, false)},
      {"BEH-09", exchange("qa>qr qr>qs qs>qe"), exchange("qa>qs qs>qr qr>qe")},
      {"BEH-10",
       flow_of("<parallelGateway id='g'/><inclusiveGateway id='i'/><inclusiveGateway id='k'/>"
               "<exclusiveGateway id='x'/><exclusiveGateway id='y'/><endEvent id='f'/>",
               "s>g g>i g>k i>x k>y x>k y>i x>e y>f"),
       blocks("inclusive", "inclusive")},
      {"BEH-11", beside("parallel"), beside("inclusive")},
      {"BEH-12", reminded("timeDuration", "P7D", true), reminded("timeDuration", "P7D", false)},
      {"BEH-13", reminded("timeCycle", "R/P7D", true), reminded("timeCycle", "R/P7D", false)},
      {"BEH-16", complex("x &gt; 1"), complex("activationCount &gt;= 2")},
      {"BEH-17", waiting("", "s>m m>e"),
       waiting(timer("late", "timeDuration", "P14D") + "<endEvent id='f'/>", "s>m m>e late>f")},
      {"BEH-18", deadlines("P30D"), deadlines("P7D")},
      {"BEH-18", dated("2026-01-01", "2027-01-01"), dated("2027-01-01", "2027-01-01")},
      {"BEH-19", reminded("timeCycle", "R/P7D", false), reminded("timeCycle", "R3/P7D", false)},
      {"BEH-20", in_time("<userTask id='qu'/>", "qa>qu qu>qr"), in_time("", "qa>qr")},
      {"PRC-10", calling("p"), calling("q")},
  };
}

}  // namespace umlauf::cli
