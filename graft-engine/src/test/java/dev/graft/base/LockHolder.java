package dev.graft.base;

import java.nio.file.Path;
import java.time.Duration;

/** Another process that takes a lock, says so and keeps it until it is killed. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        Storage.LOCAL.lock(Path.of(arguments[0]), Duration.ZERO);
        System.out.println("held");
        System.out.flush();
        Thread.sleep(60_000);
    }
}
