package dev.ondes.playground.doctor;

import dev.ondes.playground.demo.Console;
import dev.ondes.playground.platform.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ./ondes doctor}. */
@Command(
        name = "doctor",
        description = "Tells what is found on this machine, what each absence costs, and how to get it.")
public final class DoctorCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Console console = Console.standard();
        int missing = 0;
        for (Finding finding : Machine.examine(Home.here())) {
            console.plain("%s %-11s %s"
                    .formatted(
                            Console.verdict(finding.found() ? "found  " : "absent ", finding.found()),
                            finding.part(),
                            finding.detail()));
            if (!finding.found()) {
                console.plain("                    to get it: " + finding.remedy());
                missing += finding.needed() ? 1 : 0;
            }
        }
        return missing == 0 ? 0 : 1;
    }
}
