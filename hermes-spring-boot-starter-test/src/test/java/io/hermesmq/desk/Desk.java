package io.hermesmq.desk;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application like those of users: what the tests of this module test. */
@SpringBootApplication
public class Desk {}
