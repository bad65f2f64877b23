package dev.graft.transfer;

import dev.graft.base.BadArgument;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What records are made of, by name; those in them with what these are made of. */
final class Components {
    private Components() {}

    /** Every component with its value, those of inner records too. */
    static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (value instanceof Record inner) {
                values.putAll(values(inner));
            } else {
                values.put(component.getName(), value);
            }
        }
        return values;
    }

    /** What {@link #changed} reads back as that value. */
    static String written(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }

    /** A copy with one component of that name set to what is written; empty where there is none. */
    static Optional<Record> changed(Record record, String name, String value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            values[i] = get(record, components[i]);
            if (!found && components[i].getName().equals(name)) {
                values[i] = parsed(components[i], value);
                found = true;
            } else if (!found && values[i] instanceof Record inner) {
                Optional<Record> better = changed(inner, name, value);
                values[i] = better.isPresent() ? better.get() : values[i];
                found = better.isPresent();
            }
        }
        return found ? Optional.of(make(record.getClass(), components, values)) : Optional.empty();
    }

    private static Object parsed(RecordComponent component, String value) {
        Class<?> type = component.getType();
        try {
            if (type == int.class) {
                return Integer.parseInt(value);
            }
            if (type == double.class) {
                return Double.parseDouble(value);
            }
            if (type == boolean.class && value.matches("true|false")) {
                return Boolean.parseBoolean(value);
            }
            if (type == String.class) {
                return value;
            }
            if (type == List.class) {
                Stream<String> parts = value.isBlank()
                        ? Stream.of()
                        : Arrays.stream(value.split(",")).map(String::strip);
                return isNames(component)
                        ? parts.toList()
                        : parts.map(Integer::parseInt).toList();
            }
        } catch (NumberFormatException e) {
            throw wrong(component, value);
        }
        throw wrong(component, value);
    }

    private static BadArgument wrong(RecordComponent component, String value) {
        return new BadArgument(component.getName() + " must be " + kind(component) + ", was '" + value + "'");
    }

    private static boolean isNames(RecordComponent component) {
        return component.getGenericType().getTypeName().contains("String");
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        return type == int.class
                ? "a whole number"
                : type == double.class
                        ? "a number"
                        : type != List.class
                                ? "true or false"
                                : (isNames(component) ? "names" : "whole numbers") + " with commas between";
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record make(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
